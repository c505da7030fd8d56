import type { Scope } from '../../schemas/keys.ts'
import { hashKey, newKey } from '../auth.ts'
import { readConfig } from '../config.ts'
import { notFound } from '../errors.ts'
import { UsageError } from './exit-code.ts'
import type { Verb } from './verb.ts'

const known: Scope[] = ['drafts:read', 'content:write', 'content:publish', 'admin']

export const keys: Verb = {
  summary: 'list, make and revoke keys',
  help: `Usage: isnad keys list
       isnad keys create NAME SCOPE…
       isnad keys revoke ID

Keys of the database behind DATABASE_URL. A new key is printed, this once. A
revoked key is refused from then on.

Scopes: drafts:read       see drafts and the trash
        content:write     write what is not live
        content:publish   publish, and change what is live
        admin             everything

  -n, --dry-run    say what would be done, and do nothing
  --json           one line of JSON for each key
  -h, --help       show this
`,
  options: { 'dry-run': { type: 'boolean', short: 'n' }, json: { type: 'boolean' } },
  async run({ env, out }, given) {
    const [verb, ...rest] = given.names
    const [first, ...scopes] = rest
    const isComplete = verb === 'list' ? rest.length === 0 : verb === 'create' ? scopes.length > 0 : rest.length === 1
    if (!['list', 'create', 'revoke'].includes(verb ?? '') || !isComplete)
      throw new UsageError('keys takes list, create NAME SCOPE… or revoke ID.')
    const wanted = scopesOf(scopes)
    const { inspectStores, openStores } = await import('../stores.ts')
    const { DATABASE_URL } = readConfig(env)
    const write = (data: object, text: string) => out(given.has('json') ? `${JSON.stringify(data)}\n` : `${text}\n`)
    if (given.has('dry-run') && verb === 'create') {
      await write({ name: first, scopes: wanted }, `A key '${first}' with ${wanted.join(', ')} would be made.`)
      return 0
    }
    if (given.has('dry-run') && verb === 'revoke') {
      if (!(await inspectStores(DATABASE_URL)).keys.includes(first as string)) throw notFound('key', first as string)
      await write({ id: first }, `${first} would be revoked.`)
      return 0
    }
    const stores = await openStores(DATABASE_URL)
    try {
      if (verb === 'list') {
        for (const key of await stores.keys.list()) {
          const state = key.revokedAt ? 'revoked' : 'valid  '
          await write(key, `${key.id}  ${state}  ${key.scopes.join(',')}  ${key.name}`)
        }
      } else if (verb === 'create') {
        const key = newKey()
        const made = await stores.keys.create({ name: first as string, scopes: wanted }, hashKey(key))
        await write({ ...made, key }, key)
      } else {
        await stores.keys.revoke(first as string)
        await write({ id: first }, `${first} is revoked.`)
      }
    } finally {
      await stores.close()
    }
    return 0
  },
}

function scopesOf(given: string[]): Scope[] {
  const wrong = given.find((scope) => !known.includes(scope as Scope))
  if (wrong !== undefined) throw new UsageError(`There is no scope '${wrong}'. Scopes are ${known.join(', ')}.`)
  return given as Scope[]
}
