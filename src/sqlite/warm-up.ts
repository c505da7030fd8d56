import { reanchorAll } from '../quotes/anchor/reanchor.ts'

/** What an edit does most: a paragraph before, a spelling corrected, a word changed. */
const said = ['الميناء لا يحتمل تأجيلا آخر هذا العام', 'القرار في أيدينا وحدنا']
const text = `قال: "${said[0]}"، وأضاف: "${said[1]}".`
const before = [{ key: 'a', text }]
const after = [
  { key: 'b', text: 'فقرة جديدة قبلها.' },
  { key: 'a', text: `ثم ${text.replace('تأجيلا', 'تأخيرا').replace('أيدينا', 'ايدينا')}` },
]
const quotes = said.map((words) => {
  const start = text.indexOf(words)
  return [{ blockKey: 'a', text: words, start, end: start + words.length, prefix: '', suffix: '' }]
})

/**
 * Finds the quotes of a sample again, over and over and a little at a time, until the
 * engine has compiled what that takes: else the first edit pays for it, some 20 ms.
 */
export function warmUp(rounds = 60): void {
  reanchorAll(before, after, quotes)
  if (rounds > 1) setTimeout(warmUp, 10, rounds - 1).unref()
}
