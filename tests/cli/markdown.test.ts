import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { admin } from '../helper.ts'
import { desk, whole } from './helper.ts'

async function withArticle(t: Test) {
  const at = await desk(t)
  await at.create('analysts', { externalId: 'salma', name: 'سلمى العامري' })
  const article = await at.create('articles', whole)
  return { ...at, article, file: `${article.slug}.md` }
}

const water = `# Water for all

The minister said that the water of the town is safe. It was tested for two weeks.

Another paragraph, for the people.
`

test('a file that was pulled and is pushed as it is changes nothing, not even a byte of itself', async (t) => {
  const { isnad, read, expect, article, file } = await withArticle(t)
  t.match(await isnad(['pull', 'ext:whole']), { code: 0, out: `pulled     ${file}\n` })
  const before = read(file)
  t.match(before, `externalId: whole\nslug: ${article.slug}\nlang: ar\n`)
  t.match(before, 'analystId: ext:salma')
  t.match(await isnad(['push', file]), { code: 0, out: `unchanged  ${file}\n` })
  t.equal(read(file), before)
  const { body } = await expect(200, '/v1/articles/ext:whole?include=quotes', { as: admin })
  t.equal(body.version, 1)
  t.equal(body.quotes[0].version, 1)
  t.equal((await isnad(['pull'])).out, `unchanged  ${file}\n`)
})

test('an edit is pushed, and the file holds the ETag of what it made', async (t) => {
  const { isnad, read, write, expect, file } = await withArticle(t)
  await isnad(['pull', 'ext:whole'])
  write(file, read(file).replace('سطر', 'سطر آخر'))
  t.match(await isnad(['diff', file]), { code: 0, out: /- subtitle: سطر\n.*\+ subtitle: سطر آخر/s })
  t.match(await isnad(['push', '--dry-run', file]), { code: 0, out: 'to change' })
  t.equal((await expect(200, '/v1/articles/ext:whole', { as: admin })).body.version, 1)
  t.match(await isnad(['push', file, '-m', 'عنوان أدق']), { code: 0, out: 'changed' })
  t.match(read(file), /^version: 2\netag: '"\w+-v2-/m)
  write(file, read(file).replace('سطر آخر', 'سطر ثالث'))
  t.match(await isnad(['push', file]), { code: 0, out: 'changed' })
  const { body } = await expect(200, '/v1/articles/ext:whole/revisions', { as: admin })
  t.equal(body.items[1].message, 'عنوان أدق')
  t.match(await isnad(['diff', file]), { code: 0, out: 'unchanged' })
})

test('a conflict shows both versions and who changed it, writes nothing, and is settled in each way', async (t) => {
  const { isnad, read, write, expect, file } = await withArticle(t)
  await isnad(['pull', 'ext:whole'])
  const change = async (subtitle: string) =>
    expect(200, '/v1/articles/ext:whole', { method: 'PATCH', as: admin, ifMatch: '*', body: { subtitle } })
  const subtitle = async () => (await expect(200, '/v1/articles/ext:whole', { as: admin })).body.subtitle

  await change('من الخادم')
  t.match(await isnad(['push', file]), { code: 0, out: 'behind' }, 'an unchanged file is only old')
  write(file, read(file).replace('سطر', 'من الملف'))
  const before = read(file)
  for (const words of [['push', file], ['push', '-n', file], ['pull', file], ['pull']]) {
    const { code, out } = await isnad(words)
    t.equal(code, 6, words.join(' '))
    t.match(out, /version 2, changed by 'admin'/)
    t.match(out, /- subtitle: من الخادم\n *\+ subtitle: من الملف/)
    t.match(out, `isnad push --ours ${file}`)
  }
  t.equal(read(file), before)
  t.equal(await subtitle(), 'من الخادم')

  t.match(await isnad(['pull', '--merge', file]), { code: 6, out: 'merged but for one place' })
  t.match(read(file), '<<<<<<< yours\nsubtitle: من الملف\n=======\nsubtitle: من الخادم\n>>>>>>> server\n')
  t.match(await isnad(['push', file]), { code: 7, out: 'marks of a merge' }, 'not before it is settled')
  t.match(await isnad(['pull', '--force', file]), { code: 0, out: 'replaced' })
  t.match(read(file), 'subtitle: من الخادم')

  write(file, read(file).replace('من الخادم', 'من الملف'))
  await change('مرة أخرى')
  t.match(await isnad(['push', '--ours', file]), { code: 0, out: 'changed' })
  t.equal(await subtitle(), 'من الملف')

  write(file, read(file).replace('واحد', 'أول'))
  await change('لا يتعارض')
  t.match(await isnad(['pull', '--merge', file]), { code: 0, out: 'both changes stand' })
  t.match(await isnad(['push', file]), { code: 0, out: 'changed' })
  t.equal(await subtitle(), 'لا يتعارض')
  t.match(read(file), '- أول')
})

test('a folder of plain Markdown goes in, and again only as what has changed', async (t) => {
  const { isnad, write, read, expect } = await desk(t)
  write('posts/water.md', water)
  write('posts/2026/ميناء.md', 'الميناء\n======\n\nلا يحتمل "تأجيلا".')
  write('posts/no-heading.md', 'The text of a note that is about the sea and the land.')
  write('posts/.hidden.md', 'x')
  write('posts/picture.txt', 'x')
  t.match(await isnad(['push', 'posts', '--json']), { code: 0, lines: { length: 3 } })
  const find = async (key: string) =>
    (await expect(200, `/v1/articles/${encodeURIComponent(`ext:${key}`)}?body=markdown`, { as: admin })).body
  t.match(await find('water'), { title: 'Water for all', lang: 'en', body: /^The minister/ })
  t.match(await find('2026/ميناء'), { title: 'الميناء', lang: 'ar', body: /^لا يحتمل/ })
  t.match(await find('no-heading'), { title: 'no heading' })
  t.match(await isnad(['push', 'posts']), { code: 0, out: '3 unchanged' })
  write('posts/water.md', water.replace('two', 'three'))
  t.match(await isnad(['push', 'posts/water.md']), { code: 0, out: 'changed    posts/water.md' })
  t.match(await isnad(['push', 'posts']), { code: 0, out: '3 unchanged' }, 'one file has the key it has in its folder')
  t.equal(read('posts/.isnad/.gitignore'), '*\n')
})

test('a plain file keeps what only the server says of its article, and guards it all the same', async (t) => {
  const { isnad, write, read, expect } = await desk(t)
  write('water.md', water)
  await isnad(['push', 'water.md'])
  const change = { section: 'Water', body: { format: 'markdown', content: water.slice(17).replace('two', 'nine') } }
  await expect(200, '/v1/articles/ext:water', { method: 'PATCH', as: admin, ifMatch: '*', body: change })
  write('water.md', water.replace('safe', 'clean'))
  t.match(await isnad(['push', 'water.md']), { code: 6, out: /- .*for nine weeks/ })
  t.match(await isnad(['pull', '--merge']), { code: 0, out: 'merged' }, 'other sentences of one paragraph')
  t.equal(read('water.md'), water.replace('safe', 'clean').replace('two', 'nine'))
  t.match(await isnad(['push', 'water.md']), { code: 0, out: 'changed' })
  t.match((await expect(200, '/v1/articles/ext:water', { as: admin })).body, {
    section: 'Water',
    title: 'Water for all',
  })
})

test('a folder is brought up to date from wherever one stands, and what its author deleted stays away', async (t) => {
  const { isnad, write, read, folder, expect } = await desk(t)
  for (const n of [1, 2, 3]) write(`posts/${n}.md`, water.replace('all', `all ${n}`))
  write('posts/new.md', water)
  await isnad(['push', 'posts/1.md', 'posts/2.md', 'posts/3.md'])
  const body = { body: { format: 'markdown', content: water.slice(17).replace('two', 'nine') } }
  for (const n of [1, 3]) await expect(200, `/v1/articles/ext:${n}`, { method: 'PATCH', as: admin, ifMatch: '*', body })
  rmSync(join(folder, 'posts/3.md'))
  write('posts/1.md', read('posts/1.md').replace('people', 'town'))
  t.match(await isnad(['pull', 'posts']), { code: 6, out: 'pull --merge posts/1.md' })
  t.match(await isnad(['pull', '--merge', 'posts/1.md']), { code: 0, out: 'merged' })
  t.match(await isnad(['push', 'posts/1.md']), { code: 0, out: 'changed' })
  t.match(await isnad(['pull']), { code: 0, out: /posts\/[12]\.md\n2 unchanged\./ })
})

test('without its memory a folder overwrites nobody: another key’s change is a conflict', async (t) => {
  const { isnad, write, url, keyOf } = await desk(t)
  write('mine/water.md', water)
  await isnad(['push', 'mine'])
  const env = { ISNAD_URL: url, ISNAD_KEY: await keyOf(['admin'], 'night') }
  write('else/water.md', water.replace('two', 'four'))
  t.match(await isnad(['push', 'else'], { env }), { code: 6, out: 'for four weeks' })
  write('same/water.md', water)
  t.match(await isnad(['push', 'same'], { env }), { code: 0, out: 'unchanged' }, 'nothing to overwrite')
  write('own/water.md', water.replace('two', 'five'))
  t.match(await isnad(['push', 'own']), { code: 0, out: 'changed' }, 'the key that wrote it may go on')
})

test('a file never takes the place of another article that happens to have its path', async (t) => {
  const { isnad, write, expect } = await desk(t)
  write('spring/notes.md', '# Spring\n\nThe river is high, and the fields of the valley wait.\n')
  write('autumn/notes.md', '# Autumn\n\nThe harvest was good, and that is all of it.\n')
  await isnad(['push', 'spring'])
  for (const words of [
    ['push', '--dry-run', 'autumn'],
    ['push', 'autumn'],
  ]) {
    const { code, out } = await isnad(words)
    t.equal(code, 6)
    t.match(out, 'conflict   autumn/notes.md  another article is ext:notes; nothing was written')
    for (const line of ['- # Spring', '+ # Autumn', 'isnad push --ours autumn/notes.md']) t.match(out, line)
  }
  t.match((await expect(200, '/v1/articles/ext:notes', { as: admin })).body, { title: 'Spring', version: 1 })
  write(
    'autumn/notes.md',
    '---\nexternalId: autumn-notes\n---\n\n# Autumn\n\nThe harvest was good, and that is all of it.\n',
  )
  t.match(await isnad(['push', 'autumn']), { code: 0, out: 'created' })
  write('summer/notes.md', '# Summer\n\nIt is hot, and the well of the town is low.\n')
  t.match(await isnad(['push', '--ours', 'summer']), { code: 0, out: 'changed' }, 'unless that is asked for')
  write('summer/more/notes.md', '# Summer\n\nThe well was dug again, and that was it.\n')
  t.match(await isnad(['push', 'summer/more/notes.md']), { code: 0, out: 'created' }, 'its path is another')
})

test('on a terminal what is said is broken between words', async (t) => {
  const { isnad, write } = await desk(t)
  write('a.md', '12 34\n')
  const terminal = { isTerminal: { out: true, err: true }, columns: 60 }
  const { out } = await isnad(['push', 'a.md'], terminal)
  t.match(out, '    The language cannot be told from the text. Say it with\n    --lang, or as lang: in front matter.\n')
  const { err } = await isnad(['push', 'a.md', '--url', 'nowhere.example.org/with/a/path'], terminal)
  t.same(
    err.split('\n').filter((line) => line.length > 75),
    [],
  )
})

test('a change whose answer was lost is recognised as done', async (t) => {
  const { isnad, write, read, expect, file } = await withArticle(t)
  await isnad(['pull', 'ext:whole'])
  const old = read(file)
  write(file, old.replace('سطر', 'جديد'))
  await isnad(['push', file])
  write(file, old.replace('سطر', 'جديد'))
  t.match(await isnad(['push', file]), { code: 0, out: 'unchanged' })
  t.match(read(file), 'version: 2')
  t.equal((await expect(200, '/v1/articles/ext:whole', { as: admin })).body.version, 2)
})

test('what is faulty in a file is named with the file, and the others go in', async (t) => {
  const { isnad, write } = await desk(t)
  write('a.md', '---\ntitle: 5\nlang: en\nsectoin: x\n---\n\nText')
  write('b.md', '---\ntitle: [\n---\n')
  write('c.md', new Uint8Array([0x23, 0x20, 0xff, 0xfe]))
  write('d.md', 'zzz')
  write('e.md', water)
  const { code, out } = await isnad(['push', '.'])
  t.equal(code, 7)
  t.match(out, /refused {4}a\.md\n {4}.*\/sectoin: .*/s)
  t.match(out, /refused {4}b\.md\n {4}The front matter is not valid YAML/)
  t.match(out, /refused {4}c\.md\n {4}The file is not in UTF-8/)
  t.match(out, /refused {4}d\.md\n {4}The language cannot be told/)
  t.match(out, 'created    e.md')
  t.match(await isnad(['push', 'd.md', '--lang', 'tlh']), { code: 0, out: 'created' })
})

test('a dry run tells what the server would refuse, and stores nothing', async (t) => {
  const { isnad, write, url, keyOf, expect } = await desk(t)
  write('posts/a.md', '---\ntitle: A\nlang: en\nexternalId: a\ntranslationOf: ext:b\n---\n\nText\n')
  write('posts/b.md', '---\ntitle: B\nlang: fr\nexternalId: b\n---\n\nTexte\n')
  write('posts/c.md', '---\ntitle: C\nlang: en\nsourceId: ext:none\n---\n\nText\n')
  const { code, out } = await isnad(['push', '-n', 'posts'])
  t.equal(code, 7)
  t.match(out, /^to create {2}posts\/a\.md\nto create {2}posts\/b\.md\nrefused {4}posts\/c\.md\n {4}\/sourceId/)
  t.equal((await expect(200, '/v1/articles', { as: admin })).body.items.length, 0)
  t.match(await isnad(['push', 'posts']), { code: 7, out: '2 created, 1 refused' }, 'references in any order')
  const env = { ISNAD_URL: url, ISNAD_KEY: await keyOf(['content:write', 'drafts:read']) }
  write('posts/c.md', '---\ntitle: C\nlang: en\nstatus: published\n---\n')
  t.match(await isnad(['push', '-n', 'posts/c.md'], { env }), { code: 4, out: 'content:publish' })
})

test('files may refer to each other, in any order', async (t) => {
  const { isnad, write } = await desk(t)
  write('posts/a.md', '---\ntitle: A\nlang: en\nexternalId: a\ntranslationOf: ext:b\n---\n\nText\n')
  write('posts/b.md', '---\ntitle: B\nlang: fr\nexternalId: b\n---\n\nTexte\n')
  write('posts/c.md', '---\ntitle: C\nlang: en\nsourceId: ext:none\n---\n\nText\n')
  const { code, out } = await isnad(['push', 'posts'])
  t.equal(code, 7)
  t.match(out, '2 created, 1 refused')
  t.match(out, /refused {4}posts\/c\.md\n {4}\/sourceId/)
})

test('an article that is gone is created again only when that is asked for', async (t) => {
  const { isnad, write, expect } = await desk(t)
  write('water.md', water)
  await isnad(['push', 'water.md'])
  await expect(204, '/v1/articles/ext:water?purge=true', { method: 'DELETE', as: admin, ifMatch: '*' })
  write('water.md', water.replace('two', 'three'))
  t.match(await isnad(['push', 'water.md']), { code: 3, out: '--ours creates it again' })
  t.match(await isnad(['push', '-n', 'water.md']), { code: 3 })
  t.match(await isnad(['push', '--ours', 'water.md']), { code: 0, out: 'created' })
})

test('the words of a quote are not changed unless that is asked for', async (t) => {
  const { isnad, read, write, file } = await withArticle(t)
  await isnad(['pull', 'ext:whole'])
  write(
    'quoteless.md',
    read(file)
      .replace(/quotes:[\s\S]*?---/, '---')
      .replace('لا يحتمل تأجيلا', 'لا يحتمل تأخيرا'),
  )
  const refused = await isnad(['push', 'quoteless.md'])
  t.equal(refused.code, 6)
  t.match(refused.out, /was: الميناء لا يحتمل تأجيلا\n *now: الميناء لا يحتمل تأخيرا/)
  t.match(refused.out, '--on-drift update')
  t.match(await isnad(['push', 'quoteless.md', '--on-drift', 'update']), { code: 0, out: 'changed' })
})

test('no name leads out of the folder, and none writes on the terminal', async (t) => {
  const { isnad, write, folder, create } = await desk(t)
  write('posts/a\n\u001b[31m\u202eb.md', water)
  t.match(await isnad(['push', 'posts']), { code: 0, out: 'created    posts/a\\u000a\\u001b[31m\\u202eb.md' })
  const long = `${'ج'.repeat(120)}.md`
  write(`posts/${long}`, `# طويل\n\nالنص`)
  t.match(await isnad(['push', `posts/${long}`]), { code: 0, out: 'created' })
  await create('articles', { externalId: 'con', lang: 'en', title: 'Con' })
  t.match(await isnad(['pull', 'ext:con', '-o', 'out/new']), { code: 0, out: 'pulled     out/new/con_.md' })
  await mkdir(join(folder, 'loop'))
  await symlink(folder, join(folder, 'loop', 'round'))
  t.match(await isnad(['push', 'loop']), { code: 2 })
})

test('a pull never takes the place of another file, or of one that was changed', async (t) => {
  const { isnad, read, write, folder, file } = await withArticle(t)
  write(file, water)
  t.match(await isnad(['pull', 'ext:whole']), { code: 6, out: 'another file has this name' })
  t.equal(read(file), water)
  t.match(await isnad(['pull', 'ext:whole', '--dry-run', '--out', 'new']), { code: 0, out: 'pulled' })
  t.notOk(existsSync(join(folder, 'new')))
  t.match(await isnad(['pull', 'ext:whole', '--out', 'new']), { code: 0 })
  write(`new/${file}`, read(`new/${file}`).replace('سطر', 'لم يدفع'))
  t.match(await isnad(['pull', 'ext:whole', '--out', 'new']), { code: 0, out: 'not pushed yet' })
  t.match(read(`new/${file}`), 'لم يدفع')
})

test('a pull that is interrupted leaves whole files only, and goes on where it stopped', async (t) => {
  const { isnad, create, folder } = await desk(t)
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9])
    await create('articles', { lang: 'en', title: `N ${n}`, status: 'published' })
  const stopping = new AbortController()
  const out = async () => stopping.abort()
  const stopped = await isnad(['pull', '--all'], { out, stop: stopping.signal })
  t.match(stopped, { code: 130, err: 'Stopped.' })
  const files = readdirSync(folder).filter((name) => !name.startsWith('.isnad') || name.endsWith('.tmp'))
  t.ok(files.length > 0 && files.length < 9)
  t.ok(files.every((name) => name.endsWith('.md')))
  t.match(await isnad(['pull', '--all']), { code: 0, out: `${9 - files.length} pulled` })
  t.match(await isnad(['push', '.']), { code: 0, out: '9 unchanged' })
})
