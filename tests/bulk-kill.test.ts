import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { test } from 'tap'
import { get, isnad, serving } from './process.ts'

/* KILLS=20 npx tap run tests/bulk-kill.test.ts kills it more often. */
const kills = Number(process.env.KILLS ?? 2)

const key = 'isn_key_of_this_test_0123456789'
const authorization = `Bearer ${key}`
const words = 'الماء لا ينتظر أحدا'

const lines = Array.from({ length: 400 }, (_, index) => ({
  op: 'put',
  type: 'article',
  externalId: `n${index}`,
  body: {
    lang: 'ar',
    title: `الماء ${index}`,
    body: { format: 'text', content: `قال الطويل إن "${words}" في المدينة رقم ${index}.` },
    quotes: [
      { externalId: `n${index}-a`, kind: 'direct', text: words },
      { externalId: `n${index}-b`, kind: 'indirect', text: 'كلام منقول' },
    ],
  },
}))

test('a server that is killed in a bulk request has every line it answered and half of none, and the rest can be sent again', async (t) => {
  const folder = t.testdir()
  const start = async () => {
    const child = isnad(t, ['serve'], { ADMIN_KEY: key, RATE_LIMIT: '0', LOG_LEVEL: 'fatal' }, folder)
    return { child, url: (await serving(child)).url }
  }
  let stored = 0
  for (let kill = 1; kill <= kills; kill++) {
    const { child, url } = await start()
    const before = await articles(url)
    t.ok(before.every(isWhole), 'none is there in half')
    t.ok(before.length >= stored, 'every line that was answered is there')
    const until = Math.min(lines.length - 1, Math.max(1, Math.floor((kill * lines.length) / (kills + 1))))
    const exited = once(child, 'exit')
    stored = Math.max(stored, await send(url, until, () => child.kill('SIGKILL')))
    await exited
  }
  const { child, url } = await start()
  t.ok((await articles(url)).length >= stored, 'every line that was answered is there')
  t.equal(await send(url, lines.length), lines.length)
  const after = await articles(url)
  t.equal(after.length, lines.length)
  t.ok(after.every(isWhole))
  t.ok(
    after.every(({ version }) => version === 1),
    'and what stood was not changed',
  )
  child.kill('SIGKILL')
})

interface Stored {
  version: number
  quotes: unknown[]
}

function isWhole({ quotes }: Stored): boolean {
  return quotes.length === 2
}

/** Sends all lines, calls `reached` when so many were answered well, and resolves with how many were when the answer ends or breaks off. */
async function send(url: string, until: number, reached = () => {}): Promise<number> {
  const sent = request(`${url}/v1/bulk`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-ndjson' },
  })
  sent.on('error', () => {})
  sent.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  const answered = () => text.split('\n').filter((line) => /^\{"line":\d+,"status":20\d,.*\}$/.test(line)).length
  try {
    for await (const chunk of response) {
      text += chunk
      if (answered() >= until) reached()
    }
  } catch {}
  return answered()
}

async function articles(url: string): Promise<Stored[]> {
  const all: Stored[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const at = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await get(`${url}/v1/articles?limit=100&include=quotes${at}`, { authorization })
    const page: { items: Stored[]; nextCursor: string | null } = JSON.parse(body)
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}
