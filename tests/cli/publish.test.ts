import { test } from 'tap'
import { admin } from '../helper.ts'
import { desk, whole } from './helper.ts'

const quoting = (speaker?: string) => ({
  externalId: 'a',
  lang: 'en',
  title: 'A',
  body: { format: 'text', content: 'He said: "Water is a right for all of us."' },
  quotes: [{ kind: 'direct', text: 'Water is a right for all of us.', ...(speaker && { analystId: speaker }) }],
})

test('an article is published by its ref, and by its file, which then says so', async (t) => {
  const { isnad, create, read, expect } = await desk(t)
  await create('analysts', { externalId: 'salma', name: 'سلمى' })
  const { slug } = await create('articles', whole)
  const file = `${slug}.md`
  await isnad(['pull', 'ext:whole'])
  const status = async () => (await expect(200, '/v1/articles/ext:whole', { as: admin })).body.status
  t.match(await isnad(['publish', '--dry-run', file]), { code: 0, out: `to publish ${file}` })
  t.equal(await status(), 'draft')
  t.match(await isnad(['publish', file]), { code: 0, out: `published  ${file}` })
  t.equal(await status(), 'published')
  t.match(read(file), /^status: published$/m)
  t.match(await isnad(['push', file]), { code: 0, out: 'unchanged' })
  t.match(await isnad(['publish', 'ext:whole']), { code: 0, out: 'is published' })
})

test('a time is given, and a wrong one refused', async (t) => {
  const { isnad, create, expect } = await desk(t)
  await create('articles', { ...whole, quotes: [] })
  t.match(await isnad(['publish', 'ext:whole', '--at', 'soon']), { code: 7, out: '/publishAt' })
  t.match(await isnad(['publish', 'ext:whole', '--at', '2099-01-31T06:00:00+01:00', '-m', 'حظر']), { code: 0 })
  t.match((await expect(200, '/v1/articles/ext:whole', { as: admin })).body, { publishAt: '2099-01-31T05:00:00.000Z' })
  t.equal((await expect(404, '/v1/articles/ext:whole')).status, 404)
})

test('a file that differs from the server is not published', async (t) => {
  const { isnad, write, read } = await desk(t)
  write('a.md', '# Title\n\nThe text that is of the town and the sea.\n')
  t.match(await isnad(['publish', 'a.md']), { code: 3, out: 'not on the server' })
  await isnad(['push', 'a.md'])
  write('a.md', read('a.md').replace('sea', 'land'))
  t.match(await isnad(['publish', 'a.md']), { code: 6, out: 'push or pull it first' })
  await isnad(['push', 'a.md'])
  t.match(await isnad(['publish', 'a.md']), { code: 0 })
  write('a.md', read('a.md').replace('land', 'sea'))
  t.match(await isnad(['push', 'a.md']), { code: 0, out: 'changed' })
  t.match(await isnad(['publish', 'a.md']), { code: 0, out: 'is published' }, 'a plain file leaves the status alone')
})

test('checks are shown, and what is not fit is not published', async (t) => {
  const { isnad, create, write } = await desk(t)
  await create('articles', quoting())
  const checked = await isnad(['check', 'ext:a'])
  t.match(checked, { code: 7, out: /not fit +ext:a\n +error +.*/ })
  t.match(await isnad(['check', 'ext:a', '--json']), {
    lines: [{ publishable: false, items: [{ severity: 'error' }] }],
  })
  t.match(await isnad(['publish', 'ext:a', '-n']), { code: 7 })
  t.match(await isnad(['publish', 'ext:a']), { code: 7, out: 'refused' })
  t.match(await isnad(['publish', 'ext:a', '--force']), { code: 0 })
  write('posts/b.md', '# B\n\nShe said: "Nobody covers these words with a quote".\n')
  t.match(await isnad(['check', 'posts']), { code: 3 })
  await isnad(['push', 'posts', '--lang', 'en'])
  t.match(await isnad(['check', 'posts']), { code: 0, out: /fit +posts\/b\.md\n[\s\S]*Nobody covers these words/ })
  t.match(await isnad(['check', 'none']), { code: 3 })
  t.match(await isnad(['check']), { code: 2 })
  t.match(await isnad(['publish']), { code: 2 })
})
