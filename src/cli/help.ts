import { administering, editing, type Verbs } from './verbs.ts'

/** What `isnad --help` prints, at most 80 columns wide. */
export async function help(): Promise<string> {
  return `Usage: isnad <command> [options]

For editors, over the API of any server:

${await list(editing)}
The server is ISNAD_URL (http://localhost:3000 when not set), the key ISNAD_KEY.

For who runs a server, on the database of this machine (DATABASE_URL):

${await list(administering)}
isnad <command> --help says more.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found or withdrawn, 4 no key
or not its scope, 6 conflict, 7 not valid, 8 too many requests, 9 server not
reached, 130 stopped with Ctrl-C.
`
}

async function list(verbs: Verbs): Promise<string> {
  const loaded = await Promise.all(Object.entries(verbs).map(async ([name, load]) => ({ name, ...(await load()) })))
  return loaded.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}\n`).join('')
}
