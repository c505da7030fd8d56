import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Test, test } from 'tap'
import { administering, editing } from '../../src/cli/verbs.ts'
import { desk } from './helper.ts'

test('help fits in 80 columns and names every option', async (t) => {
  const { isnad } = await desk(t)
  const general = await isnad([])
  t.equal((await isnad(['--help'])).out, general.out)
  for (const [name, load] of Object.entries({ ...editing, ...administering })) {
    const verb = await load()
    t.match(general.out, new RegExp(`^  ${name} `, 'm'))
    const { out, code } = await isnad([name, '--help'])
    t.equal(code, 0)
    t.equal((await isnad(['help', name])).out, out)
    for (const option of Object.keys(verb.options)) t.match(out, `--${option}`, `${name} --${option}`)
    t.same(
      out.split('\n').filter((line) => line.length > 80),
      [],
      name,
    )
  }
  t.same(
    general.out.split('\n').filter((line) => line.length > 80),
    [],
  )
})

test('2: what cannot be meant is said with what was probably meant', async (t) => {
  const { isnad } = await desk(t)
  t.match(await isnad(['psuh']), { code: 2, err: 'Did you mean push?' })
  t.match(await isnad(['push', '--dryrun', '.']), {
    code: 2,
    err: /--dryrun\. Did you mean --dry-run\?\n.*isnad push --help/,
  })
  t.match(await isnad(['push']), { code: 2, err: 'Name the files' })
  t.match(await isnad(['push', 'none.md']), { code: 2, err: "no file or folder 'none.md'" })
  t.match(await isnad(['push', '.', '--lang']), { code: 2, err: '--lang needs a value' })
  t.match(await isnad(['push', '.', '--json=1']), { code: 2, err: '--json takes no value' })
  t.match(await isnad(['push', '.', '--on-drift', 'x']), { code: 2, err: 'refuse, flag or update' })
  t.match(await isnad(['pull']), { code: 2, err: '--all' })
  t.match(await isnad(['pull', 'a', '--force', '--merge']), { code: 2 })
  t.match(await isnad(['pull', 'a', '--url', 'x']), { code: 2, err: 'not the address of a server' })
  t.match(await isnad(['__proto__']), { code: 2 })
})

test('3: what the server does not have', async (t) => {
  const { isnad, write } = await desk(t)
  t.match(await isnad(['pull', 'none', '--json']), {
    code: 3,
    lines: [{ name: 'none', outcome: 'not found', code: 3 }],
  })
  write(
    'a.md',
    `---\nid: 01a2129b-f03a-7938-84a2-06d6942659bd\netag: '"942659bd-v1-q0-x"'\nlang: en\ntitle: A\n---\n\nA\n`,
  )
  t.match(await isnad(['push', 'a.md']), { code: 3 })
})

test('4: no key, or one that may not', async (t) => {
  const { isnad, write, url, keyOf } = await desk(t)
  write('a.md', '---\nlang: en\ntitle: A\nstatus: published\n---\n')
  t.match(await isnad(['push', 'a.md'], { env: { ISNAD_URL: url } }), { code: 4, err: 'ISNAD_KEY' })
  const env = { ISNAD_URL: url, ISNAD_KEY: await keyOf(['content:write']) }
  t.match(await isnad(['push', 'a.md'], { env }), { code: 4, out: 'content:publish' })
})

test('8 and 9: a busy server is asked again as it wishes, and not for ever', async (t) => {
  const { isnad, write } = await desk(t)
  write('a.md', '---\nlang: en\ntitle: A\n---\n')
  const waits: number[] = []
  const wait = async (milliseconds: number) => void waits.push(milliseconds)
  const busy = await answering(t, 429, { 'retry-after': '7' })
  t.match(await isnad(['push', 'a.md'], { env: { ISNAD_URL: busy.url }, wait }), {
    code: 8,
    err: 'trying again in 7 s',
  })
  t.same(waits, Array(5).fill(7000))
  const later = await answering(t, 429, { 'retry-after': '3600' })
  t.match(await isnad(['push', 'a.md'], { env: { ISNAD_URL: later.url }, wait }), { code: 8 })
  t.equal(later.asked(), 1, 'an hour is not waited for')
  const down = await answering(t, 503)
  t.match(await isnad(['push', 'a.md'], { env: { ISNAD_URL: down.url }, wait }), { code: 9 })
  t.equal(down.asked(), 6)
  const nobody = await isnad(['push', 'a.md'], { env: { ISNAD_URL: 'http://127.0.0.1:9' }, wait })
  t.match(nobody, { code: 9, err: 'cannot be reached' })
})

test('a connection that breaks is made again', async (t) => {
  const { isnad, write, url } = await desk(t)
  write('a.md', '---\nlang: en\ntitle: A\n---\n')
  let asked = 0
  const proxy = createServer(async (request, response) => {
    asked++
    if (asked === 2) return response.destroy()
    const chunks = await request.toArray()
    const { method, headers } = request
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([name]) => /^(authorization|accept|content-type|if-)/.test(name)),
    )
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined
    const answer = await fetch(url + request.url, { method, headers: sent as Record<string, string>, body })
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      etag: answer.headers.get('etag') ?? '',
    })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  t.teardown(() => proxy.close())
  const { err, code, out } = await isnad([
    'push',
    'a.md',
    '--url',
    `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  ])
  t.equal(code, 0, err + out)
  t.match(err, 'The connection broke; trying again')
})

/** A server that answers everything in one way. */
async function answering(t: Test, status: number, headers: Record<string, string> = {}) {
  let count = 0
  const server = createServer((_, response) => {
    count++
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => count }
}
