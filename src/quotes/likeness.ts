import { hash } from 'node:crypto'
import { foldLetters } from '../text/fold.ts'

/** How many samples are taken of a statement: enough that near-duplicates nearly always share one. */
const sampleCount = 6

/** What statements are found by that are the same, or may be nearly the same: words of an index. */
interface Likeness {
  /** Equal for those whose folded words are the same, whatever their spelling and marks. */
  same: string
  /** Shared, one at least, by those that have most of their words in common. */
  near: string[]
}

/** The likeness of a statement. */
export function likenessOf(text: string): Likeness {
  const folded = foldLetters(text).text || text
  const same = hash('sha1', folded, 'hex').slice(0, 24)
  return { same, near: [...new Set(samplesOf(folded))].map((sample) => sample.toString(36)) }
}

/** The same as a text to be indexed. */
export function wordsOfLikeness(text: string): string {
  const { same, near } = likenessOf(text)
  return [same, ...near].join(' ')
}

/**
 * Samples of the pairs of neighbouring words of a statement: for each of several
 * hash functions the least hash, as 32-bit integers (MinHash, Broder 1997). Two
 * statements share each sample with the probability that is the share of pairs
 * they have in common.
 */
function samplesOf(folded: string): number[] {
  const words = folded.split(' ')
  const pairs = words.length < 3 ? [words.join(' ')] : words.slice(1).map((word, i) => `${words[i]} ${word}`)
  const hashes = pairs.map(fnv)
  return Array.from({ length: sampleCount }, (_, seed) => Math.min(...hashes.map((value) => mix(value, seed))))
}

/** FNV-1a, 32 bits. */
function fnv(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

/** One hash function of a family: the finaliser of MurmurHash3 over the value and a seed. */
function mix(value: number, seed: number): number {
  let mixed = value ^ Math.imul(seed + 1, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
