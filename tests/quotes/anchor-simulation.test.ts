import { existsSync, readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { type ReanchoredSpan, reanchorAll } from '../../src/quotes/anchor/reanchor.ts'
import { SIMILARITY_LIMIT, similarity } from '../../src/quotes/anchor/similarity.ts'
import type { AnchoredSpan, TextBlock } from '../../src/quotes/anchor/types.ts'

/*
 * Real articles with hand-made annotations are edited in eight ways, one quote
 * at a time. Two private-use characters enclose every span while the text is
 * edited, so that the right answer is read off the edited text itself.
 */

const shared = new URL('../../../shared/', import.meta.url)
const files = ['seed/gold.json', ...listed('quotes-dev/').map((name) => `quotes-dev/${name}`)]
  .map((name) => new URL(name, shared))
  .filter((url) => existsSync(url))

interface Annotated {
  paragraphs: (string | { text: string })[]
  quotes: { kind: string; paragraph: number; start: number; end: number }[]
}

const OPEN = 0xe000
const CLOSE = 0xf000
const opener = (quote: number) => String.fromCharCode(OPEN + quote)
const closer = (quote: number) => String.fromCharCode(CLOSE + quote)

/** Changes the marked blocks of an article for the sake of one of its quotes; undefined where it cannot. */
type Edit = (blocks: TextBlock[], quote: number) => TextBlock[] | undefined

const insertBefore: Edit = (blocks, quote) => {
  const at = blockOf(blocks, quote)
  const inserted =
    'وتابع مراسلنا أن الحركة في السوق عادت إلى طبيعتها بعد ظهر اليوم، وأن الباعة فتحوا محالهم "كالمعتاد".'
  return [...blocks.slice(0, at), { key: 'inserted', text: inserted }, ...blocks.slice(at)]
}

const correctSpelling: Edit = (blocks, quote) =>
  changeWords(blocks, quote, (words) =>
    words
      .replace(/[أإآ]/gu, 'ا')
      .replace(/ة/gu, 'ه')
      .replace(/ى(?![\p{L}])/gu, 'ي')
      .replace(/^([A-Za-z])/u, (letter) => letter.toUpperCase())
      .replace(/ /u, '  '),
  )

const changeOneWord: Edit = (blocks, quote) =>
  changeWords(blocks, quote, (words) => {
    const parts = words.split(/(?<=\s)/u)
    const chosen = (quote * 7) % parts.length
    return parts.map((part, i) => (i === chosen ? part.replace(/[\p{L}\p{N}]+/u, 'بديل') : part)).join('')
  })

const moveParagraph: Edit = (blocks, quote) => {
  const at = blockOf(blocks, quote)
  const rest = blocks.filter((_, i) => i !== at)
  const target = (at + Math.ceil(blocks.length / 2)) % blocks.length
  return [...rest.slice(0, target), blocks[at] as TextBlock, ...rest.slice(target)]
}

const changeMarks: Edit = (blocks) =>
  blocks.map(({ key, text }) => {
    let count = 0
    return { key, text: text.replace(/["“”]/gu, () => (count++ % 2 === 0 ? '«' : '»')) }
  })

const cutThreeWords: Edit = (blocks, quote) =>
  changeWords(blocks, quote, (words) => words.replace(/^(\S+\s*){1,3}/u, ''))

const deleteQuote: Edit = (blocks, quote) => {
  const whole = new RegExp(`["“«]?${opener(quote)}[^]*${closer(quote)}["”»]?`, 'u')
  return blocks.map(({ key, text }) => ({ key, text: text.replace(whole, '') }))
}

const everything: Edit = (blocks, quote) =>
  [insertBefore, correctSpelling, changeOneWord, moveParagraph, changeMarks].reduce<TextBlock[] | undefined>(
    (edited, edit) => edited && edit(edited, quote),
    blocks,
  )

const kinds: { name: string; edit: Edit; least: number }[] = [
  { name: 'paragraph inserted before', edit: insertBefore, least: 0.99 },
  { name: 'spelling corrected', edit: correctSpelling, least: 0.99 },
  { name: 'one word changed', edit: changeOneWord, least: 0.99 },
  { name: 'paragraph moved', edit: moveParagraph, least: 0.99 },
  { name: 'marks changed', edit: changeMarks, least: 0.99 },
  { name: 'first three words cut', edit: cutThreeWords, least: 0.99 },
  { name: 'quote deleted', edit: deleteQuote, least: 1 },
  { name: 'all at once', edit: everything, least: 0.95 },
]

/** Blocks keep their keys through an edit, or are numbered anew by their position. */
const keyings: { name: string; rekey: (blocks: TextBlock[]) => TextBlock[] }[] = [
  { name: 'keys kept', rekey: (blocks) => blocks },
  { name: 'keys by position', rekey: (blocks) => blocks.map(({ text }, i) => ({ key: `b${i}`, text })) },
]

t.test('edited articles keep their quotes', { skip: files.length === 0 && 'no annotated articles here' }, async (t) => {
  const table: string[] = [`${'kind of edit'.padEnd(28)}${'keys'.padEnd(18)}     n   right   wrong`]
  const started = performance.now()
  let spans = 0
  for (const { name, edit, least } of kinds) {
    for (const keying of keyings) {
      const score = { n: 0, right: 0, wrong: 0, others: 0, othersRight: 0 }
      for (const file of files) spans += simulate(readArticle(file), edit, keying.rekey, score)
      const share = score.right / score.n
      table.push(
        `${name.padEnd(28)}${keying.name.padEnd(18)}${String(score.n).padStart(6)}${`${(100 * share).toFixed(1)}%`.padStart(8)}${String(score.wrong).padStart(8)}`,
      )
      t.ok(score.n > 0 && share >= least, `${name}, ${keying.name}: at least ${100 * least} % right`, { score })
      t.equal(score.wrong, 0, `${name}, ${keying.name}: no wrong anchor`)
      t.ok(score.othersRight / score.others >= 0.99, `${name}, ${keying.name}: other quotes stay`, { score })
    }
  }
  const taken = performance.now() - started
  for (const line of table) t.comment(line)
  t.comment(
    `${files.length} articles, ${spans} spans in ${taken.toFixed(0)} ms: ${(taken / spans).toFixed(3)} ms a span`,
  )
})

function simulate(
  marked: TextBlock[],
  edit: Edit,
  rekey: (blocks: TextBlock[]) => TextBlock[],
  score: { n: number; right: number; wrong: number; others: number; othersRight: number },
): number {
  const quotes = quotesIn(marked)
  const before = rekey(marked)
  const old = quotes.map((quote) => readSpan(before, quote) as AnchoredSpan)
  let spans = 0
  for (const [target, quote] of quotes.entries()) {
    const edited = edit(marked, quote)
    if (!edited) continue
    const after = rekey(edited)
    const results = reanchorAll(
      before.map(plain),
      after.map(plain),
      old.map((span) => [span]),
    )
    spans += results.length
    for (const [i, [result]] of results.entries()) {
      const judged = judge(result as ReanchoredSpan, old[i] as AnchoredSpan, readSpan(after, quotes[i] as number))
      if (judged === 'wrong') score.wrong += 1
      if (i === target) {
        score.n += 1
        score.right += Number(judged === 'right')
      } else {
        score.others += 1
        score.othersRight += Number(judged === 'right')
      }
    }
  }
  return spans
}

function judge(
  result: ReanchoredSpan,
  old: AnchoredSpan,
  expected: AnchoredSpan | undefined,
): 'right' | 'off' | 'wrong' {
  const { anchor, span, candidate } = result
  if (!expected) return anchor === 'drifted' ? 'right' : 'wrong'
  const alike = similarity(old.text, expected.text)
  if (alike < SIMILARITY_LIMIT) {
    if (anchor === 'drifted') return candidate && isSamePlace(candidate, expected) ? 'right' : 'off'
    return 'wrong'
  }
  if (anchor === 'drifted') return 'off'
  const same = alike === 1
  const wanted = !same ? 'fuzzy' : expected.blockKey === old.blockKey ? 'exact' : 'moved'
  if (isSamePlace(span, expected)) return anchor === wanted ? 'right' : 'off'
  const common = Math.min(span.end, expected.end) - Math.max(span.start, expected.start)
  const both = Math.max(span.end, expected.end) - Math.min(span.start, expected.start)
  return span.blockKey === expected.blockKey && common / both >= 0.9 ? 'off' : 'wrong'
}

function isSamePlace(a: AnchoredSpan, b: AnchoredSpan): boolean {
  return a.blockKey === b.blockKey && a.start === b.start && a.end === b.end && a.text === b.text
}

/** The article's paragraphs, with a private-use character before and after every quoted span. */
function readArticle(url: URL): TextBlock[] {
  const file = JSON.parse(readFileSync(url, 'utf8')) as Annotated & { gold?: Annotated }
  const { paragraphs, quotes } = file.gold ?? file
  return paragraphs.map((paragraph, index) => {
    let text = typeof paragraph === 'string' ? paragraph : paragraph.text
    const inserts = quotes.flatMap((quote, number) =>
      quote.paragraph === index && quote.kind !== 'not-speech'
        ? [
            { at: quote.start, mark: opener(number) },
            { at: quote.end, mark: closer(number) },
          ]
        : [],
    )
    // From the end, so that the annotated UTF-16 offsets stay true.
    for (const { at, mark } of inserts.sort((a, b) => b.at - a.at)) text = text.slice(0, at) + mark + text.slice(at)
    return { key: `p${index}`, text }
  })
}

function quotesIn(marked: readonly TextBlock[]): number[] {
  return marked.flatMap(({ text }) =>
    [...text.matchAll(/[\ue000-\uefff]/gu)].map(([mark]) => mark.charCodeAt(0) - OPEN),
  )
}

function readSpan(marked: readonly TextBlock[], quote: number): AnchoredSpan | undefined {
  for (const { key, text } of marked) {
    const [head, rest] = text.split(opener(quote))
    if (head === undefined || rest === undefined) continue
    const [words, tail] = rest.split(closer(quote))
    const start = [...strip(head)].length
    const inner = strip(words ?? '')
    if (inner === '') return undefined
    return {
      blockKey: key,
      text: inner,
      start,
      end: start + [...inner].length,
      prefix: [...strip(head)].slice(-32).join(''),
      suffix: [...strip(tail ?? '')].slice(0, 32).join(''),
    }
  }
  return undefined
}

function changeWords(blocks: TextBlock[], quote: number, change: (words: string) => string): TextBlock[] {
  const span = new RegExp(`(${opener(quote)})([^]*)(${closer(quote)})`, 'u')
  return blocks.map(({ key, text }) => ({
    key,
    text: text.replace(span, (_, open: string, words: string, close: string) => open + change(words) + close),
  }))
}

function blockOf(blocks: readonly TextBlock[], quote: number): number {
  return blocks.findIndex(({ text }) => text.includes(opener(quote)))
}

function plain({ key, text }: TextBlock): TextBlock {
  return { key, text: strip(text) }
}

function strip(text: string): string {
  return text.replace(/[\ue000-\uffef]/gu, (char) => (char >= '\ue000' && char <= '\uf8ff' ? '' : char))
}

function listed(folder: string): string[] {
  const url = new URL(folder, shared)
  return existsSync(url) ? readdirSync(url).filter((name) => name.endsWith('.json')) : []
}
