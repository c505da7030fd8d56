import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import { type Browser, chromium } from 'playwright-core'
import { test } from 'tap'
import { world } from '../helper.ts'
import { createSample } from './sample.ts'

const executablePath = '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `there is no browser at ${executablePath}`
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const pages = [
  '/read?lang=ar',
  '/read?lang=en',
  '/read/ext:water-ar',
  '/read/ext:water-en',
  '/read/analysts/ext:salem?lang=ar',
  '/read/sources/ext:outlet?lang=en',
  '/read/none',
]

test('axe finds nothing, in either direction and colour scheme, and 320 pixels are wide enough', {
  skip,
}, async (t) => {
  const server = await world(t, { config: { READER: true } })
  await createSample(server)
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  })
  t.teardown(() => browser.close())
  const screens = [
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 320 },
    { colorScheme: 'light', width: 1280 },
  ] as const
  for (const { colorScheme, width } of screens) {
    /* The policy of the pages would keep axe out too. */
    const context = await browser.newContext({ colorScheme, bypassCSP: true, viewport: { width, height: 640 } })
    await context.route(
      (url) => url.origin !== base,
      (route) => route.abort(),
    )
    const page = await context.newPage()
    for (const path of pages) {
      await page.goto(base + path)
      t.ok(((await page.evaluate('document.documentElement.scrollWidth')) as number) <= width, `${path} fits`)
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
      await page.evaluate(axe.source)
      const found: any = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)
      const faults = found.violations.map(({ id, nodes }: any) => `${id}: ${nodes.map((node: any) => node.html)}`)
      t.same(faults, [], `${path} in ${colorScheme}, ${width} pixels wide`)
      t.ok(found.passes.length > 10, 'and something was looked at')
    }
    await context.close()
  }
})

test('the pages work under their own policy: the stylesheet applies and nothing is refused', { skip }, async (t) => {
  const server = await world(t, { config: { READER: true } })
  await createSample(server)
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  t.teardown(() => browser.close())
  const page = await browser.newPage()
  await page.route(
    (url) => url.origin !== base,
    (route) => route.abort(),
  )
  const refused: string[] = []
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text())
  })
  for (const path of ['/read/ext:water-ar', '/v1/articles/ext:water-ar.html']) {
    await page.goto(base + path)
    t.equal(await page.evaluate('getComputedStyle(document.querySelector("q")).quotes'), 'none', path)
  }
  t.same(refused, [])
})
