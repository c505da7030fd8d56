import type { Caller } from '../caller.ts'
import type { PlainError } from '../plain-error.ts'
import type { DriftPolicy } from '../quotes/drift.ts'

/** A line as it was sent, without its line break: JSON, in UTF-8. */
export interface SentLine {
  /** Counted from 1 in what was sent. */
  number: number
  bytes: Uint8Array
}

/** What holds for all lines of a request. */
export interface BulkOptions {
  /** `atomic`: all lines or none, their references in any order. */
  mode: 'each' | 'atomic'
  /** Whether to do everything and store nothing. */
  dryRun: boolean
  /** Whether bodies are resources as they were read, to be stored as they are. */
  preserve: boolean
  onDrift: DriftPolicy
  force: boolean
}

/** What a line has led to: a state of a resource, or the error that the single request would have met. */
export type LineResult = { number: number } & (LineDone | { error: PlainError })

/** What a line has done. */
export interface LineDone {
  outcome: 'created' | 'changed' | 'unchanged' | 'deleted'
  id: string
  version: number
  /** Of an article written with its quotes. */
  quotesVersion: number | null
}

/** Writes many resources at once, of any kind. */
export interface BulkStore {
  /**
   * Does what the lines say, in their order, in one transaction, and resolves
   * once it is durable. A line that fails leaves nothing; the others stand. With
   * `atomic`, one that fails leaves nothing of all; lines that only fail because
   * they refer to it are left out of the results. An idempotency key holds for
   * each line by its number. Throws `unavailable` with nothing of any line stored.
   */
  write(caller: Caller, lines: SentLine[], options: BulkOptions): Promise<LineResult[]>
}
