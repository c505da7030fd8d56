import { dataOf, idempotencyKey } from '../client/index.ts'
import { eachArticle } from './each-article.ts'
import { UsageError } from './exit-code.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const preview: Verb = {
  summary: 'make, list and revoke links that show an article early',
  help: `Usage: isnad preview create [options] <ref or file>…
       isnad preview list [options] <ref or file>…
       isnad preview revoke [options] <ref or file> ID…

A link shows one article, as its draft says if there is one (isnad draft), to
whoever has it, without a key, until it expires or is revoked.

  --expires TIME   create: until when it leads there; a week when not given, 30
                   days at most, such as 2027-01-31T06:00:00+01:00
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}`,
  options: { ...talking, expires: { type: 'string' }, 'dry-run': { type: 'boolean', short: 'n' } },
  async run(terminal, given) {
    const [how, ...names] = given.names
    const [named, ...ids] = names
    const dryRun = given.has('dry-run')
    if (how === 'create' && named !== undefined)
      return eachArticle(terminal, given, names, async ({ name, theirs, server }) => {
        if (dryRun) return { name, outcome: 'to create' }
        const expiresAt = given.value('expires')
        const params = { path: { ref: theirs.id } }
        const asked = { params, headers: idempotencyKey(), body: { ...(expiresAt !== undefined && { expiresAt }) } }
        const made = await dataOf(server.isnad.POST('/v1/articles/{ref}/previews', asked))
        return { name, outcome: 'created', detail: `until ${made.expiresAt}`, below: made.url, data: made }
      })
    if (how === 'list' && named !== undefined)
      return eachArticle(terminal, given, names, async ({ name, theirs, server }) => {
        const { items } = await dataOf(
          server.isnad.GET('/v1/articles/{ref}/previews', { params: { path: { ref: theirs.id } } }),
        )
        const below = items.map(({ id, url, expiresAt, actor }) => `${id}  until ${expiresAt}  by '${actor}'\n${url}`)
        const detail = items.length === 0 ? 'no link leads there' : undefined
        return { name, outcome: 'previews', detail, below: below.join('\n'), data: { items } }
      })
    if (how === 'revoke' && named !== undefined && ids.length > 0)
      return eachArticle(terminal, given, [named], async ({ name, theirs, server }) => {
        for (const id of dryRun ? [] : ids)
          await server.isnad.DELETE('/v1/articles/{ref}/previews/{id}', { params: { path: { ref: theirs.id, id } } })
        return { name, outcome: dryRun ? 'to revoke' : 'revoked', detail: ids.join(', '), data: { ids } }
      })
    throw new UsageError('preview takes create REF…, list REF… or revoke REF ID….')
  },
}
