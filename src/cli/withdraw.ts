import { idempotencyKey } from '../client/index.ts'
import { eachArticle, settled } from './each-article.ts'
import { UsageError } from './exit-code.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const withdraw: Verb = {
  summary: 'withdraw what was published, and say why',
  help: `Usage: isnad withdraw --reason TEXT [options] <ref or file>…

Withdraws articles: their addresses answer 410 with the reason from then on,
their quotes are public no more, and /v1/removed lists them. isnad publish makes
them public again.

  --reason TEXT    why, for readers
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}`,
  options: { ...talking, reason: { type: 'string' }, 'dry-run': { type: 'boolean', short: 'n' } },
  async run(terminal, given) {
    const reason = given.value('reason')
    if (given.names.length === 0 || !reason) throw new UsageError('Name the articles to withdraw, and the --reason.')
    return eachArticle(terminal, given, given.names, async (target) => {
      const { name, theirs, server } = target
      const { status, withdrawnReason } = theirs.file.draft
      if (status === 'withdrawn' && withdrawnReason === reason) return { name, outcome: 'unchanged' }
      if (given.has('dry-run')) return { name, outcome: 'to withdraw' }
      const params = { path: { ref: theirs.id } }
      await server.isnad.POST('/v1/articles/{ref}/withdrawal', { params, headers: idempotencyKey(), body: { reason } })
      return settled(target, 'withdrawn')
    })
  },
}
