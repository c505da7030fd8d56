import type { ImageBlock, Span, TextBlock } from '../../schemas/body.ts'

/** Marks that stand for themselves; every other mark names a `markDefs` member of its block. */
export const decorators = ['strong', 'em', 'underline', 'strike-through', 'code'] as const

/** Whether `mark` stands for itself. */
export function isDecorator(mark: string): boolean {
  return (decorators as readonly string[]).includes(mark)
}

type Unkeyed<T> = T extends { _key: string } ? Omit<T, '_key'> & { _key?: string } : never

/** A span whose key may still be missing. */
export type ParsedSpan = Unkeyed<Span>

/** A text block whose key, and whose spans' keys, may still be missing. */
export type ParsedTextBlock = Omit<Unkeyed<TextBlock>, 'children'> & { children: ParsedSpan[] }

/** A block that is complete but for its keys, which `keepKeys` gives. */
export type ParsedBlock = ParsedTextBlock | Unkeyed<ImageBlock>

/**
 * The key of a link that has none of its own yet. No client can send such a
 * key: the schema allows no colon in it.
 */
export function unkeyedLink(number: number): string {
  return `link:${number}`
}

/** Whether a link still waits for its key. */
export function isUnkeyedLink(key: string): boolean {
  return key.includes(':')
}
