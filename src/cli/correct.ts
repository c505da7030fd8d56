import { idempotencyKey } from '../client/index.ts'
import { eachArticle, settled } from './each-article.ts'
import { UsageError } from './exit-code.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const correct: Verb = {
  summary: 'add a public note of what was corrected',
  help: `Usage: isnad correct --note TEXT [options] <ref or file>…

Adds a dated note to the corrections of articles. What was wrong is changed by a
push.

  --note TEXT      what was corrected, for readers
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}`,
  options: { ...talking, note: { type: 'string' }, 'dry-run': { type: 'boolean', short: 'n' } },
  async run(terminal, given) {
    const note = given.value('note')
    if (given.names.length === 0 || !note)
      throw new UsageError('Name the articles that were corrected, and the --note.')
    return eachArticle(terminal, given, given.names, async (target) => {
      const { name, theirs, server } = target
      if (given.has('dry-run')) return { name, outcome: 'to correct' }
      const params = { path: { ref: theirs.id } }
      await server.isnad.POST('/v1/articles/{ref}/corrections', { params, headers: idempotencyKey(), body: { note } })
      return settled(target, 'corrected')
    })
  },
}
