import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { Found, ListRequest, ReadOptions, ResourceStore } from '../store.ts'
import { readAsOf } from './as-of.ts'
import type { Connection, Db } from './connection.ts'
import type { Life } from './lifecycle.ts'
import { readPage } from './page.ts'
import { readOne, type View } from './reads.ts'
import { readRevision, readRevisions } from './revisions.ts'
import type { Identity, Work } from './work.ts'
import { writeAs } from './write-as.ts'

/** A store over the life and the view of one kind of resource. `found` reads back what was written. */
export function storeOf<State extends Identity & { externalId: string | null }, T, Draft, Options extends Conditions>(
  connection: Connection,
  life: Life<State, Draft, Options>,
  view: View<T>,
  found: (db: Db, id: string, draft: Draft | null) => Found<T>,
): ResourceStore<T, Draft, Partial<Draft>, Options> {
  const reading = (db: Db, caller: Caller) => ({ db, caller, now: connection.now() })
  const write = <R>(caller: Caller, task: (work: Work) => R) => writeAs(connection, caller, task)

  return {
    create: (caller, draft, options) =>
      write(caller, (work) => found(work.db, life.create(work, draft, options ?? null).id, draft)),
    read: async (caller, ref, options: ReadOptions) =>
      connection.read((db) => readOne(reading(db, caller), view, ref, options)),
    list: async (caller, request: ListRequest) => connection.read((db) => readPage(reading(db, caller), view, request)),
    put: (caller, ref, draft, options) =>
      write(caller, (work) => {
        const { item, outcome } = life.put(work, ref, draft, options)
        return { ...found(work.db, item.id, draft), outcome }
      }),
    patch: (caller, ref, change, options) =>
      write(caller, (work) => found(work.db, life.patch(work, ref, change, options).id, null)),
    trash: (caller, ref, options) => write(caller, (work) => void life.trash(work, ref, options)),
    restore: (caller, ref, options) =>
      write(caller, (work) => found(work.db, life.restore(work, ref, options ?? null).id, null)),
    purge: (caller, ref, options) => write(caller, (work) => void life.purge(work, ref, options)),
    revisions: async (caller, ref, request) =>
      connection.read((db) => readRevisions(db, caller, view.kind, ref, request)),
    revision: async (caller, ref, version) =>
      connection.read((db) => readRevision(db, caller, view as View<T & Identity>, ref, version)),
    asOf: async (caller, ref, time, withQuotes) =>
      connection.read((db) => readAsOf(db, caller, view as View<T & Identity>, ref, time, withQuotes)),
    revert: (caller, ref, version, options) =>
      write(caller, (work) => found(work.db, life.revert(work, ref, version, options).id, null)),
  }
}
