import { stringify } from 'yaml'
import { dataOf, type Isnad } from '../client/index.ts'
import type { Server } from './connect.ts'
import { endsAll } from './exit-code.ts'
import type { Paint } from './terminal.ts'
import { textDiff } from './text-diff.ts'

type Asked = { params: { path: { ref: string } } }

const readers = {
  article: (isnad: Isnad, asked: Asked): Promise<Members> => dataOf(isnad.GET('/v1/articles/{ref}', asked)),
  source: (isnad: Isnad, asked: Asked): Promise<Members> => dataOf(isnad.GET('/v1/sources/{ref}', asked)),
  analyst: (isnad: Isnad, asked: Asked): Promise<Members> => dataOf(isnad.GET('/v1/analysts/{ref}', asked)),
  quote: (isnad: Isnad, asked: Asked): Promise<Members> => dataOf(isnad.GET('/v1/quotes/{ref}', asked)),
}

type Members = Record<string, unknown>

/**
 * What a line of data says beside what the server has, of the members that the line
 * names; nothing where that cannot be told, as of a resource that this key may not see.
 */
export async function dataConflict(sent: Buffer, { isnad }: Server, paint: Paint): Promise<string> {
  const { type, ref, externalId, body } = JSON.parse(sent.toString()) as {
    type: keyof typeof readers
    ref?: string
    externalId?: string
    body?: Members
  }
  const asked = { params: { path: { ref: ref ?? `ext:${externalId}` } } }
  const server: Members | null = await readers[type](isnad, asked).catch((error: unknown) => {
    if (endsAll(error)) throw error
    return null
  })
  if (!server || !body) return ''
  const names = Object.keys(body)
  return textDiff(written(server, names), written(body, names), paint)
}

function written(members: Members, names: string[]): string {
  return stringify(Object.fromEntries(names.map((name) => [name, members[name] ?? null])), { lineWidth: 0 })
}
