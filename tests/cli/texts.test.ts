import fc from 'fast-check'
import { test } from 'tap'
import { readArticleFile } from '../../src/cli/article-file.ts'
import { languageOf } from '../../src/cli/language.ts'
import { mergeTexts } from '../../src/cli/merge-texts.ts'
import { visible } from '../../src/cli/report.ts'
import { textDiff } from '../../src/cli/text-diff.ts'

test('the language is told from the text, or not at all', async (t) => {
  t.equal(languageOf('قالت العامري إن الميناء لا يحتمل تأجيلا.'), 'ar')
  t.equal(languageOf('The water of the town is safe, and it was tested.'), 'en')
  t.equal(languageOf('Le port est dans une ville et les quais des pêcheurs sont là.'), 'fr')
  t.equal(languageOf('Der Hafen ist nicht das Ende, und die Stadt ist mit ihm.'), 'de')
  t.equal(languageOf('הנמל מחכה להחלטה'), 'he')
  t.equal(languageOf('این بندر پس از چند سال گشوده شد'), null, 'Persian, or Urdu, or Sorani')
  t.equal(languageOf('Ok.'), null)
  t.equal(languageOf(''), null)
  t.equal(languageOf('قالت Reuters إن الميناء'), 'ar')
})

test('a file without front matter has its first heading as the title', async (t) => {
  const read = (text: string, key = 'posts/my-note') => {
    const { draft } = readArticleFile(Buffer.from(text), { key, lang: 'en' })
    return [draft.title, (draft.body as { content: string }).content]
  }
  t.same(read('# Title #\n\nText'), ['Title', 'Text'])
  t.same(read('\ufeff# Title\r\n\r\nText\r\n'), ['Title', 'Text'])
  t.same(read('Title\n=====\n\nText'), ['Title', 'Text'])
  t.same(read('# A **bold** `word` \\# here\n'), ['A bold word # here', ''])
  t.same(read('Text first.\n\n## Then a heading\n\nMore'), [
    'Then a heading',
    'Text first.\n\n## Then a heading\n\nMore',
  ])
  t.same(read('Text alone.'), ['my note', 'Text alone.'])
  t.same(read('---\nlang: en\ntags: [a]\n---\n\n# Title\n\nText\n'), ['Title', 'Text'])
})

test('changes of different sentences come together, of the same one they do not', async (t) => {
  const base = 'title: A\nsummary: B\n\nThe town is big. The sea is near. It rains.\n'
  const both = mergeTexts(
    base.replace('big', 'small').replace('A', 'X'),
    base,
    base.replace('near', 'far').replace('B', 'Y'),
  )
  t.same(both, { conflicts: 0, text: 'title: X\nsummary: Y\n\nThe town is small. The sea is far. It rains.\n' })
  const clash = mergeTexts(base.replace('big', 'small'), base, base.replace('big', 'huge'))
  t.equal(clash.conflicts, 1)
  t.match(clash.text, /<<<<<<< yours\n.*small.*\n=======\n.*huge.*\n>>>>>>> server\n/)
  t.equal(mergeTexts('a\nb\n', null, 'a\nc\n').text, 'a\n<<<<<<< yours\nb\n=======\nc\n>>>>>>> server\n')
})

/* Words that mean something to a plain object, and lines that look like others. */
const line = fc.constantFrom(
  '',
  'constructor',
  '__proto__',
  'toString',
  'One. Two.',
  'قال: "نعم". ثم ذهب.',
  'same',
  'One. Three!',
)
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'))

test('a merge with a side that changed nothing is the other side', async (t) => {
  await fc.assert(
    fc.asyncProperty(text, text, async (base, changed) => {
      t.same(mergeTexts(base, base, changed), { text: changed, conflicts: 0 })
      t.same(mergeTexts(changed, base, base), { text: changed, conflicts: 0 })
      t.same(mergeTexts(changed, base, changed), { text: changed, conflicts: 0 })
    }),
  )
})

test('a difference shows every line that is not in both, and nothing for the same text', async (t) => {
  const plain = (_: string, shown: string) => shown
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      const shown = textDiff(before, after, plain).split('\n')
      if (before === after) return t.same(shown, [''])
      const gone = before.split('\n').filter((one) => !after.split('\n').includes(one))
      const come = after.split('\n').filter((one) => !before.split('\n').includes(one))
      t.ok(gone.every((one) => shown.includes(`- ${one}`)))
      t.ok(come.every((one) => shown.includes(`+ ${one}`)))
    }),
  )
})

test('of a changed line whole words are marked, so that Arabic letters stay joined', async (t) => {
  const mark = (style: string, shown: string) => (style === 'invert' ? `[${shown}]` : shown)
  t.equal(textDiff('لا يحتمل تأجيلا.', 'لا يحتمل تأخيرا.', mark), '- لا يحتمل [تأجيلا].\n+ لا يحتمل [تأخيرا].\n')
})

test('a name cannot write on the terminal', async (t) => {
  t.equal(visible('a\u001b[2J\n\u202eb‏ ميناء'), 'a\\u001b[2J\\u000a\\u202eb‏ ميناء')
})
