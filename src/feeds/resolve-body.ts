import type { Body } from '../../schemas/body.ts'

/** The body with its relative addresses made absolute: in a feed reader nothing else tells what they are relative to. */
export function resolveBody(body: Body, base: string): Body {
  return body.map((block) =>
    block._type === 'image'
      ? { ...block, url: resolved(block.url, base) }
      : { ...block, markDefs: block.markDefs.map((link) => ({ ...link, href: resolved(link.href, base) })) },
  )
}

function resolved(address: string, base: string): string {
  return URL.canParse(address, base) ? new URL(address, base).href : address
}
