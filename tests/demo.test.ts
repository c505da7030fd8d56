import { readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { type Test, test } from 'tap'
import { loadDemo } from '../src/demo/load.ts'
import { pictureRoutes } from '../src/demo/pictures.ts'
import { world } from './helper.ts'
import { get, isnad, serving } from './process.ts'
import { elements } from './xml.ts'

const drawings = readdirSync(new URL('../src/demo/content/pictures/', import.meta.url))

async function demo(t: Test) {
  const server = await world(t, { config: { READER: true }, moreRoutes: pictureRoutes })
  await loadDemo(server.stores, 'http://localhost:3000')
  const pictures: any[] = []
  for (let page = '/v1/articles?fields=image&limit=100'; page; ) {
    const { body } = await server.expect(200, page)
    pictures.push(...body.items.map(({ image }: any) => image).filter(Boolean))
    page = body.nextCursor && `/v1/articles?fields=image&limit=100&cursor=${encodeURIComponent(body.nextCursor)}`
  }
  return { ...server, pictures }
}

test('every picture that the sample content names is served, well-formed, small, and of the size it says', async (t) => {
  const { expect, pictures } = await demo(t)
  t.ok(pictures.length >= 10)
  for (const { url, alt, credit, width, height } of pictures) {
    t.match(url, /^http:\/\/localhost:3000\/demo\/pictures\/[a-z-]+\.svg$/)
    const { headers, text } = await expect(200, new URL(url).pathname)
    t.equal(headers['content-type'], 'image/svg+xml')
    t.match(
      elements(text, 'svg')[0],
      { width: `${width}`, height: `${height}`, viewBox: `0 0 ${width} ${height}` },
      url,
    )
    t.ok(Buffer.byteLength(text) < 6_000, url)
    t.ok(alt, 'it is described')
    t.match(credit, /^(رسم|Illustration|Dessin)( :|:) /, 'and says that it is drawn')
  }
  const named = new Set(pictures.map(({ url }) => url.split('/').at(-1)))
  t.same([...named].sort(), [...drawings].sort(), 'no drawing is left over')
})

test('a drawing can be kept, and nothing in it can run or load', async (t) => {
  const { expect } = await world(t, { moreRoutes: pictureRoutes })
  for (const name of drawings) {
    const { headers, text } = await expect(200, `/demo/pictures/${name}`)
    t.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'; sandbox")
    t.equal(headers['x-content-type-options'], 'nosniff')
    t.match(headers['cache-control'], /^public, max-age=\d+$/)
    await expect(304, `/demo/pictures/${name}`, { headers: { 'if-none-match': headers.etag as string } })
    t.notMatch(text, /<(script|text|title|image|style|foreignObject)|style=|href="[^#]|url\([^#]|on\w+=/i, name)
  }
})

test('only what is drawn is served, and only by the demo', async (t) => {
  const { expect } = await world(t, { moreRoutes: pictureRoutes })
  for (const path of ['', 'none.svg', 'well', '..%2farticles.json', '%2e%2e/articles.json', 'well.svg/'])
    t.equal((await expect(404, `/demo/pictures/${path}`)).body.code, 'not-found', path)
  await (await world(t)).expect(404, '/demo/pictures/well.svg')
})

test('the front page of the demo shows its pictures, from where the server is', async (t) => {
  const { expect } = await demo(t)
  const { text } = await expect(200, '/read?lang=ar')
  t.match(text, '<img src="http://localhost:3000/demo/pictures/')
})

test('whoever finds the demo listening finds all of it', async (t) => {
  const port = await freePort()
  const child = isnad(t, ['demo'], { PORT: String(port) })
  const list = `http://127.0.0.1:${port}/v1/articles?count=true&limit=1`
  let first: string | null = null
  const asking = (async () => {
    while (first === null)
      first = await get(list).then(
        ({ body }) => body,
        () => null,
      )
  })()
  await serving(child)
  await asking
  t.equal(JSON.parse(first as never).total, JSON.parse((await get(list)).body).total)
})

/** One that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
