/** What the server serves besides the API. */
interface Serving {
  demo: boolean
  reader: boolean
}

/** What is printed when the server is up: where it is, what to try, and where the admin key is. */
export function welcome(url: string, adminKey: string | null, { demo, reader }: Serving): string {
  const read = demo
    ? `${url}/v1/articles/ext:athl-water-ar?include=source,quotes.analyst&body=text`
    : `${url}/v1/articles`
  return `
Isnad is serving ${demo ? 'sample content (fiction) ' : ''}at ${url}
Reference page      ${url}/docs
${reader ? `Reading page        ${url}/read\n` : ''}
Try:
  curl -s '${read}'
  curl -s '${url}/v1/quotes?include=analyst&limit=3'
  curl -s '${url}/openapi.yaml'

${keyLines(adminKey)}
Ctrl-C stops it.
`
}

function keyLines(adminKey: string | null): string {
  if (adminKey === null)
    return 'Admin key: the one set in ADMIN_KEY or printed at the first start. Others: isnad keys create NAME SCOPE…\n'
  return `Admin key (shown this once; only its hash is stored):\n  export ISNAD_KEY=${adminKey}\n`
}
