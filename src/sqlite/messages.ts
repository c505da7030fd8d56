import type { PlainError } from '../plain-error.ts'

/** The stores whose writes go to the thread. */
export type StoreName = 'articles' | 'sources' | 'analysts' | 'quotes' | 'keys' | 'bulk' | 'workingCopies' | 'previews'

/** A call to the thread that writes, or the request to close. */
export type Request = { id: number; store: StoreName; method: string; args: unknown[] } | Closing
type Closing = { id: number; store: 'close'; method: ''; args: [] }

/** What it answers. The first reply, with the id 0, says that the database is open. */
export type Reply = { id: number; value: unknown } | { id: number; error: PlainError }
