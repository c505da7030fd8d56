const linkSchemes = ['http', 'https', 'mailto', 'tel']
const imageSchemes = ['http', 'https']

/** Whether a link may lead there: http, https, mailto, tel or relative, and nothing that runs as code in any spelling. */
export function isSafeLink(href: string): boolean {
  return isSafe(href, linkSchemes)
}

/** Whether an image may come from there: http, https or relative. */
export function isSafeImage(url: string): boolean {
  return isSafe(url, imageSchemes)
}

function isSafe(address: string, schemes: string[]): boolean {
  if (hasControls(address) || address !== address.trim() || address === '') return false
  const scheme = /^([^/?#\\]*):/u.exec(address)?.[1]
  if (scheme !== undefined && !schemes.includes(scheme.toLowerCase())) return false
  return !runsAsCode(address)
}

/** Browsers skip these wherever they stand in an address, so that they hide a scheme. */
function hasControls(address: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(address.replace(/[\u200c\u200d]/gu, ''))
}

/** A relative address can spell a scheme that a later decoder would bring out. */
function runsAsCode(address: string): boolean {
  let plain = address
  for (let round = 0; round < 3; round += 1) plain = decodeOnce(plain)
  return /^(javascript|vbscript|data|file):/iu.test(plain.normalize('NFKC').replace(/[\s\p{C}]/gu, ''))
}

function decodeOnce(text: string): string {
  return text
    .replace(/&colon;?/giu, ':')
    .replace(/&(tab|newline);?/giu, '')
    .replace(/&#x0*([0-9a-f]{1,4});?/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#0*([0-9]{1,5});?/gu, (_, decimal: string) => String.fromCharCode(Number(decimal)))
    .replace(/%([0-7][0-9a-f])/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
