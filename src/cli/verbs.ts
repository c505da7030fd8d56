import type { Verb } from './verb.ts'

/** Commands by name, in the order in which help lists them; each loads when it is asked for. */
export type Verbs = Record<string, () => Promise<Verb>>

/** Those that talk to a server over its API. */
export const editing: Verbs = {
  push: async () => (await import('./push.ts')).push,
  pull: async () => (await import('./pull.ts')).pull,
  publish: async () => (await import('./publish.ts')).publish,
  draft: async () => (await import('./draft.ts')).draft,
  preview: async () => (await import('./preview.ts')).preview,
  correct: async () => (await import('./correct.ts')).correct,
  withdraw: async () => (await import('./withdraw.ts')).withdraw,
  check: async () => (await import('./check.ts')).check,
  export: async () => (await import('./export.ts')).exporting,
  diff: async () => (await import('./diff.ts')).diff,
}

/** Those that work on the database of this machine. */
export const administering: Verbs = {
  serve: async () => (await import('./serve.ts')).serve,
  migrate: async () => (await import('./migrate.ts')).migrate,
  keys: async () => (await import('./keys.ts')).keys,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  demo: async () => (await import('./demo.ts')).demo,
  openapi: async () => (await import('./openapi.ts')).openapi,
}
