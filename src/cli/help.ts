import { verbs } from './verbs.ts'

const column = 18

function list(commands: [name: string, summary: string][]): string {
  return commands.map(([name, summary]) => `  ${name.padEnd(column)} ${summary}\n`).join('')
}

/** What `isnad --help` prints, at most 80 columns wide. */
export const help = `Usage: isnad <command> [options]

For editors, over the API of any server:

${list(Object.entries(verbs).map(([name, { summary }]) => [name, summary]))}
The server is ISNAD_URL (http://localhost:3000 when not set), the key ISNAD_KEY.
isnad <command> --help says more.

On the machine of the server, on DATABASE_URL:

${list([
  ['serve', 'serve the API, the database migrated first'],
  ['serve --workers N', 'the same from N processes'],
  ['migrate', 'bring the database to the newest schema'],
  ['keys list', 'list the keys'],
  ['keys create NAME SCOPE…', ''],
  ['', 'make a key; it is shown this once'],
  ['keys revoke ID', 'refuse a key from now on'],
  ['demo', 'serve sample content from a fresh database'],
  ['openapi', 'print the OpenAPI document as YAML'],
])}
Its settings are environment variables; the README has the table.

Exit codes: 0 done, 2 wrong usage, 3 not found, 4 no key or not its scope,
6 conflict, 7 not valid, 8 too many requests, 9 server not reached,
130 stopped with Ctrl-C.
`
