import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import type { Scope } from '../../schemas/keys.ts'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { admin, type WorldOptions, world } from '../helper.ts'

/** What a command wrote and ended with. */
interface Ran {
  code: number
  out: string
  err: string
  /** The lines of `--json`. */
  lines: any[]
}

/** A folder to stand in, and `isnad` run there with these words; `terminal` changes what it stands on. */
export function local(t: Test) {
  const folder = t.testdir({})
  async function isnad(words: string[], env: Terminal['env'] = {}, terminal: Partial<Terminal> = {}): Promise<Ran> {
    const written = { out: '', err: '' }
    const code = await run(words, {
      env,
      folder,
      out: async (text) => {
        written.out += text
      },
      err: (text) => {
        written.err += text
      },
      isTerminal: { out: false, err: false },
      columns: 80,
      stop: new AbortController().signal,
      wait: async () => {},
      exit: () => {},
      keepHeapSmall: () => {},
      versions: process.versions,
      ...terminal,
    })
    const json = written.out.split('\n').filter((line) => line.startsWith('{'))
    return { code, ...written, lines: words.includes('--json') ? json.map((line) => JSON.parse(line)) : [] }
  }
  return { folder, isnad }
}

/** A server that listens, and a folder to stand in. */
export async function desk(t: Test, options: WorldOptions = {}) {
  const server = await world(t, options)
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const { folder, isnad } = local(t)

  async function keyOf(scopes: Scope[], name = 'desk'): Promise<string> {
    const { body } = await server.expect(201, '/v1/keys', { method: 'POST', as: admin, body: { name, scopes } })
    return body.key
  }
  const key = await keyOf(['admin'])

  return {
    ...server,
    url,
    folder,
    keyOf,
    isnad: (words: string[], { env, ...terminal }: Partial<Terminal> = {}) =>
      isnad(words, env ?? { ISNAD_URL: url, ISNAD_KEY: key }, terminal),
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    write(path: string, content: string | Uint8Array) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
  }
}

/** An article whose front matter and quotes have something of everything. */
export const whole = {
  externalId: 'whole',
  lang: 'ar',
  title: 'الميناء في انتظار قراره',
  subtitle: 'سطر',
  section: 'اقتصاد',
  tags: ['الميناء', 'null', '12'],
  authors: [{ name: 'ليلى' }],
  image: { url: 'https://example.org/a.jpg', caption: 'صورة: من "هنا"' },
  body: { format: 'markdown', content: '## أولا\n\nقالت العامري: "الميناء لا يحتمل تأجيلا".\n\n- واحد\n- اثنان' },
  quotes: [{ externalId: 'q1', kind: 'direct', spans: [{ text: 'الميناء لا يحتمل تأجيلا' }], analystId: 'ext:salma' }],
}
