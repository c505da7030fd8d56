/** Scripts in which nearly everything is written in one language. */
const scripts: Record<string, string> = {
  Arab: 'ar',
  Hebr: 'he',
  Grek: 'el',
  Thai: 'th',
  Hang: 'ko',
  Hira: 'ja',
  Han: 'zh',
  Armn: 'hy',
  Geor: 'ka',
}

/** Short words that hardly any text in the language does without. */
const words: Record<string, string> = {
  en: 'the of and to is that for with was',
  fr: 'le les des et une est dans pour que',
  es: 'el los las y una es en por que',
  de: 'der die das und ist nicht den mit ein',
  it: 'il gli di e una che per non con',
  pt: 'o os das e uma não em para que',
  tr: 've bir bu için ile de da olan',
}

/** Letters of Persian, Urdu and their neighbours that Arabic does not have. */
const notArabic = /[پچژگےٹڈں]/u

/** The language of a text, where it can be told without doubt; else null. */
export function languageOf(text: string): string | null {
  const sample = text.slice(0, 20_000)
  const [script, count] = Object.keys(scripts)
    .map((name) => [name, sample.match(new RegExp(`\\p{Script=${name}}`, 'gu'))?.length ?? 0] as const)
    .reduce((most, one) => (one[1] > most[1] ? one : most))
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (count > latin) return script === 'Arab' && notArabic.test(sample) ? null : (scripts[script] as string)
  const said = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  const scores = Object.entries(words)
    .map(([lang, list]) => ({ lang, score: said.filter((word) => list.split(' ').includes(word)).length }))
    .sort((a, b) => b.score - a.score)
  const [first, second] = scores
  return first && second && first.score >= 3 && first.score > second.score ? first.lang : null
}
