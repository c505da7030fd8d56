import { type Test, test } from 'tap'
import { admin } from '../helper.ts'
import { desk, whole } from './helper.ts'

const url = '/v1/articles/ext:whole'

async function published(t: Test) {
  const at = await desk(t)
  await at.create('analysts', { externalId: 'salma', name: 'سلمى' })
  await at.create('sources', { externalId: 'sahil', name: 'ساحل' })
  await at.create('articles', { ...whole, slug: 'whole', sourceId: 'ext:sahil', status: 'published' })
  await at.isnad(['pull', 'ext:whole'])
  const edit = (from: string, to: string) => at.write('whole.md', at.read('whole.md').replace(from, to))
  const title = async () => (await at.expect(200, url)).body.title
  return { ...at, edit, title }
}

test('a change waits in a working copy until it is published, and the file then says so', async (t) => {
  const { isnad, edit, title, read, expect } = await published(t)
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 0, out: 'unchanged' }, 'as it is it is no change')
  t.match(await isnad(['draft', 'show', 'whole.md']), { code: 3, out: 'it has no working copy' })
  const before = await title()
  edit(before, 'ما بعد الانتظار')
  t.match(await isnad(['draft', 'put', '-n', 'whole.md']), { code: 0, out: 'to create  whole.md' })
  await expect(404, `${url}/draft`, { as: admin })
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 0, out: 'created    whole.md' })
  t.equal(await title(), before)
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 0, out: 'unchanged' })
  const { out } = await isnad(['draft', 'show', 'ext:whole'])
  t.match(out, /^differs +ext:whole +changed by 'desk' at [\d-]+ [\d:]+ UTC\n/)
  t.match(out, `    - title: ${before}\n    + title: ما بعد الانتظار\n`)
  t.equal(out.match(/^ {4}[+-] /gm)?.length, 2, 'nothing else differs')
  t.match(await isnad(['draft', 'publish', '-n', 'whole.md']), { code: 0, out: 'to publish' })
  t.equal(await title(), before)
  t.match(await isnad(['draft', 'publish', 'whole.md']), { code: 0, out: 'published' })
  t.equal(await title(), 'ما بعد الانتظار')
  t.match(read('whole.md'), /^version: 2$/m)
  t.match(await isnad(['push', 'whole.md']), { code: 0, out: 'unchanged' })
})

test('neither a working copy nor an article that somebody else has changed is overwritten', async (t) => {
  const { isnad, edit, title, expect } = await published(t)
  const before = await title()
  edit(before, 'لنا')
  await isnad(['draft', 'put', 'whole.md'])
  const { etag } = await expect(200, `${url}/draft`, { as: admin })
  const change = { method: 'PATCH' as const, as: admin }
  await expect(200, `${url}/draft`, { ...change, ifMatch: etag as string, body: { section: 'رأي' } })
  edit('لنا', 'لنا نحن')
  const refused = await isnad(['draft', 'put', 'whole.md'])
  t.match(refused, { code: 6, out: "there is a working copy, changed by 'admin' at" })
  t.match(refused.out, '- section: رأي\n')
  t.match(await isnad(['draft', 'put', '--ours', 'whole.md']), { code: 0, out: 'changed' })
  await expect(200, url, { ...change, ifMatch: '*', body: { subtitle: 'سطر آخر' } })
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 0, out: 'unchanged' })
  t.match(await isnad(['draft', 'show', 'whole.md']), { out: 'the article has changed since it was begun' })
  const late = await isnad(['draft', 'publish', 'whole.md'])
  t.match(late, { code: 6, out: 'the article has changed since the working copy was begun' })
  t.match(late.out, '- subtitle: سطر آخر\n')
  edit('لنا نحن', 'لنا ولهم')
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 6, out: 'isnad pull --merge' })
  await isnad(['pull', '--merge', 'whole.md'])
  t.match(await isnad(['draft', 'put', 'whole.md']), { code: 0, out: 'changed' })
  t.match(await isnad(['draft', 'publish', 'ext:whole']), { code: 0 })
  t.match((await expect(200, url)).body, { title: 'لنا ولهم', subtitle: 'سطر آخر' })
})

test('a plain file changes title and text of a working copy, and it is dropped again', async (t) => {
  const { isnad, write, expect } = await published(t)
  write('plain.md', '# Well\n\nThe well of the town is deep and that is good.\n')
  await isnad(['push', 'plain.md'])
  const plain = '/v1/articles/ext:plain'
  await expect(200, plain, {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { section: 'water', status: 'published' },
  })
  t.match(await isnad(['pull', 'plain.md']), { code: 0 })
  write('plain.md', '# Well\n\nThe well of the town is dry and that is bad.\n')
  t.match(await isnad(['draft', 'put', 'plain.md']), { code: 0, out: 'created' })
  t.match((await expect(200, `${plain}/draft?body=text`, { as: admin })).body.article, {
    section: 'water',
    body: 'The well of the town is dry and that is bad.',
  })
  t.match(await isnad(['draft', 'drop', '-n', 'plain.md']), { code: 0, out: 'to drop' })
  t.match(await isnad(['draft', 'drop', 'plain.md']), { code: 0, out: 'dropped' })
  await expect(404, `${plain}/draft`, { as: admin })
  t.match(await isnad(['draft', 'drop', 'plain.md']), { code: 3 })
  t.match(await isnad(['draft', 'put', 'ext:plain']), { code: 2 })
  t.match(await isnad(['draft', 'put', 'none.md']), { code: 3 })
  t.match(await isnad(['draft', 'keep', 'plain.md']), { code: 2, err: 'draft takes put' })
})

test('a link shows an article early, until it is revoked', async (t) => {
  const { isnad, create, expect } = await desk(t)
  await create('articles', { ...whole, quotes: [] })
  t.match(await isnad(['preview', 'create', '-n', 'ext:whole']), { code: 0, out: 'to create' })
  t.match(await isnad(['preview', 'list', 'ext:whole']), { code: 0, out: 'no link leads there' })
  const made = await isnad(['preview', 'create', 'ext:whole', '--json'])
  const [{ id, url }] = made.lines
  const { pathname } = new URL(url)
  await expect(200, pathname)
  const listed = await isnad(['preview', 'list', 'ext:whole'])
  t.match(listed.out, `    ${id}  until `)
  t.match(listed.out, `\n    ${url}\n`)
  t.match(await isnad(['preview', 'revoke', '-n', 'ext:whole', id]), { code: 0, out: `to revoke  ext:whole  ${id}` })
  await expect(200, pathname)
  t.match(await isnad(['preview', 'revoke', 'ext:whole', id]), { code: 0, out: 'revoked' })
  await expect(404, pathname)
  t.match(await isnad(['preview', 'revoke', 'ext:whole', id]), { code: 3 })
  t.match(await isnad(['preview', 'create', 'ext:whole', '--expires', 'soon']), { code: 7, out: '/expiresAt' })
  t.match(await isnad(['preview', 'revoke', 'ext:whole']), { code: 2, err: 'preview takes' })
})

test('an article is corrected and withdrawn, the file says so, and readers are told', async (t) => {
  const { isnad, read, expect, url: server } = await published(t)
  t.match(await isnad(['correct', '-n', '--note', 'صُحح الاسم.', 'whole.md']), { code: 0, out: 'to correct' })
  t.match(await isnad(['correct', '--note', 'صُحح الاسم.', 'whole.md']), { code: 0, out: 'corrected' })
  t.match((await expect(200, url)).body.corrections, [{ note: 'صُحح الاسم.' }])
  t.match(read('whole.md'), 'note: صُحح الاسم.')
  t.match(await isnad(['withdraw', 'whole.md']), { code: 2, err: '--reason' })
  t.match(await isnad(['withdraw', '-n', '--reason', 'غير صحيح.', 'whole.md']), { code: 0, out: 'to withdraw' })
  await expect(200, url)
  t.match(await isnad(['withdraw', '--reason', 'غير صحيح.', 'whole.md']), { code: 0, out: 'withdrawn' })
  t.match((await expect(410, url)).body.reason, 'غير صحيح.')
  t.match(await isnad(['withdraw', '--reason', 'غير صحيح.', 'whole.md']), { code: 0, out: 'unchanged' })
  t.match(await isnad(['push', 'whole.md']), { code: 0, out: 'unchanged' })
  for (const words of [
    ['pull', 'ext:whole', '--out', 'else'],
    ['diff', 'whole.md'],
    ['check', 'whole.md'],
    ['publish', 'whole.md'],
  ]) {
    const { code, out } = await isnad(words, { env: { ISNAD_URL: server } })
    t.match(
      { code, out },
      { code: 3, out: /^withdrawn .*\n {4}The article was withdrawn\. غير صحيح\.\n/ },
      words.join(' '),
    )
  }
  t.match(await isnad(['publish', 'whole.md']), { code: 0, out: 'published' })
  await expect(200, url)
})
