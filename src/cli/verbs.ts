import { diff } from './diff.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import type { Verb } from './verb.ts'

/** The commands that talk to a server. */
export const verbs: Record<string, Verb> = { push, pull, diff }
