import type { Key, KeyDraft } from '../../schemas/keys.ts'
import type { Caller } from '../caller.ts'

/** API keys. The store sees their SHA-256 only, never the keys. Every write is one durable transaction. */
export interface KeyStore {
  /** Stores a new key; `caller` is null for who has the database. Throws nothing of its own. */
  create(draft: KeyDraft, hash: string, caller?: Caller | null): Promise<Key>
  /** The key with this hash, revoked and expired ones too; null when there is none. */
  find(hash: string): Promise<Key | null>
  /** All keys, the newest first. */
  list(): Promise<Key[]>
  /** Refuses the key from now on. Throws `not-found`. */
  revoke(id: string): Promise<void>
  /** Makes the key of ADMIN_KEY valid, and any that it had before invalid; null when there is no ADMIN_KEY now. */
  setAdminKey(hash: string | null): Promise<void>
  /** Whether any key was ever made. */
  any(): Promise<boolean>
}
