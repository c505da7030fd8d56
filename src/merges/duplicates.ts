import { nameKey } from '../text/names.ts'
import { isWithinOneEdit } from '../text/one-edit.ts'
import { consonantsOf, soundAlike } from '../text/skeleton.ts'
import type { Known } from './names.ts'

/** Why two may be one, in words that an editor can check. */
export interface Reason {
  rule: 'same-name' | 'alias' | 'one-letter' | 'transliteration' | 'part-of-name' | 'same-role' | 'same-kind'
  /** What stands in the one that was asked about. */
  name: string
  /** What stands in the other. */
  other: string
}

/** One of two that may be one. */
export interface Candidate extends Known {
  id: string
  /** What must agree before a part of a name says anything: the nouns of the roles, or the kind. */
  traits: { rule: 'same-role' | 'same-kind'; key: string; text: string }[]
}

/** Another that may be the same, from 0 to 1. */
interface Duplicate {
  id: string
  score: number
  because: Reason[]
}

/**
 * Which of the others may be the same, the likeliest first. A name or alias with
 * the same key is 1; words that differ by a letter each 0.85; a transliteration
 * 0.8, or 0.7 when it has three consonants only; a part of a name together with
 * the same role (or kind) 0.6 divided by how many it fits, and 0.1 more. Only
 * ever a proposal.
 */
export function duplicatesAmong(own: Candidate, others: Candidate[]): Duplicate[] {
  const ours = spellingsOf(own)
  const found = others
    .filter(({ id }) => id !== own.id)
    .map((other) => ({ id: other.id, reasons: reasonsFor(own, ours, other) }))
    .filter(({ reasons }) => reasons.length > 0)
  const fitting = found.filter(({ reasons }) => reasons.some(({ rule }) => rule === 'part-of-name')).length
  return found
    .map(({ id, reasons }) => ({ id, score: scoreOf(reasons, fitting), because: reasons.map(withoutWeight) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

/** A name with what is compared of it. */
interface Spelling {
  text: string
  key: string
  words: string[]
  isAlias: boolean
}

type Weighed = Reason & { weight: number }
type Compare = (a: Spelling, b: Spelling) => { rule: Reason['rule']; weight: number } | null

const rules: Compare[] = [
  (a, b) => (a.key === b.key ? { rule: a.isAlias || b.isAlias ? 'alias' : 'same-name', weight: 1 } : null),
  (a, b) => (a.key !== b.key && differByLetters(a.words, b.words) ? { rule: 'one-letter', weight: 0.85 } : null),
  (a, b) =>
    a.key !== b.key && soundAlike(a.text, b.text)
      ? { rule: 'transliteration', weight: consonantsOf(a.text).length > 3 ? 0.8 : 0.7 }
      : null,
  (a, b) => (isPart(a.words, b.words) || isPart(b.words, a.words) ? { rule: 'part-of-name', weight: 0 } : null),
]

function reasonsFor(own: Candidate, ours: Spelling[], other: Candidate): Weighed[] {
  const theirs = spellingsOf(other)
  const trait = sameTrait(own, other)
  const reasons = rules.flatMap((compare) => best(ours, theirs, compare))
  const part = reasons.some(({ rule }) => rule === 'part-of-name')
  if (part && trait) return [...reasons, { ...trait, weight: 0 }]
  return reasons.filter(({ rule }) => rule !== 'part-of-name')
}

/** The first pair of names for which a rule holds, of those for which it weighs most. */
function best(ours: Spelling[], theirs: Spelling[], compare: Compare): Weighed[] {
  let found: Weighed | undefined
  for (const a of ours) {
    for (const b of theirs) {
      const held = compare(a, b)
      if (held && (!found || held.weight > found.weight)) found = { ...held, name: a.text, other: b.text }
    }
  }
  return found ? [found] : []
}

function sameTrait(own: Candidate, other: Candidate): Reason | undefined {
  for (const { rule, key, text } of own.traits) {
    const theirs = other.traits.find((trait) => trait.key === key)
    if (theirs) return { rule, name: text, other: theirs.text }
  }
  return undefined
}

function scoreOf(reasons: Weighed[], fitting: number): number {
  const weights = reasons.map(({ rule, weight }) => (rule === 'part-of-name' ? 0.6 / fitting + 0.1 : weight))
  return Math.round(Math.max(...weights) * 100) / 100
}

function withoutWeight({ weight: _, ...reason }: Weighed): Reason {
  return reason
}

function spellingsOf({ name, names, aliases }: Known): Spelling[] {
  const of = (text: string, isAlias: boolean) => {
    const key = nameKey(text)
    return { text, key, words: key.split(' '), isAlias }
  }
  const all = [
    ...[name, ...Object.values(names)].map((text) => of(text, false)),
    ...aliases.map((text) => of(text, true)),
  ]
  return all.filter(({ key }) => key !== '')
}

/** Word by word the same, but for a letter in words of four letters and more. */
function differByLetters(a: string[], b: string[]): boolean {
  if (a.length !== b.length) return false
  return a.every((word, i) => {
    const other = b[i] as string
    return word === other || (word.length >= 4 && other.length >= 4 && isWithinOneEdit(word, other))
  })
}

/** Whether the words stand among more words, in the same order. */
function isPart(words: string[], among: string[]): boolean {
  if (words.length >= among.length) return false
  let next = 0
  for (const word of among) if (word === words[next]) next += 1
  return next === words.length
}
