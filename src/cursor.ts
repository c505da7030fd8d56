import { createHmac, timingSafeEqual } from 'node:crypto'
import { Failure } from './errors.ts'
import type { Position } from './store.ts'

/** Makes and reads the cursors of lists. */
export interface Cursors {
  /** An opaque text for a position in the list that `question` names. */
  write(position: Position, question: string): string
  /** Throws `invalid-cursor` for a text that was changed, or made for another list. */
  read(cursor: string, question: string): Position
}

/** Cursors that are signed with a secret: nobody else can make one, or move one to another list. */
export function createCursors(secret: string): Cursors {
  const sign = (payload: string, question: string) =>
    createHmac('sha256', secret).update(payload).update('\n').update(question).digest().subarray(0, 12)
  return {
    write({ value, id }, question) {
      const payload = Buffer.from(JSON.stringify([value, id])).toString('base64url')
      return `${payload}.${sign(payload, question).toString('base64url')}`
    },
    read(cursor, question) {
      const [payload = '', signature = ''] = cursor.split('.')
      const expected = sign(payload, question)
      const given = Buffer.from(signature, 'base64url')
      if (`${payload}.${expected.toString('base64url')}` !== cursor || !timingSafeEqual(given, expected)) {
        const detail = 'was not made by this server for this list, with these filters and this sort'
        throw new Failure('invalid-cursor', `The cursor ${detail}.`, {
          faults: [{ parameter: 'cursor', detail, code: 'wrong-format' }],
        })
      }
      const [value, id] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, string]
      return { value, id }
    },
  }
}
