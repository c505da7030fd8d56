/** Markup that may be sent as it is. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | undefined | false | Part[]

/** A template whose every value is escaped, unless it is markup already; null and false are nothing, a list its items. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((string, index) => string + written(parts[index])).join(''))
}

/** Takes text as markup: only what the API answers as HTML, which it promises to be safe. */
export function asHtml(text: string): Html {
  return new Html(text)
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(written).join('')
  return String(part).replace(/[&<>"'\r]/gu, (character) => `&#${character.codePointAt(0)};`)
}
