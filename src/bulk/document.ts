import { type TSchema, Type } from 'typebox'
import { BulkLine } from '../../schemas/bulk.ts'
import { closed, oneOf, ref } from '../../schemas/common.ts'
import { driftParameter } from '../articles/routes.ts'
import { csvType, ndjsonType } from '../media-type.ts'
import { forceParameter } from '../quotes/routes.ts'

/** What the document says of `POST /v1/bulk`. */
export const bulkDescription = [
  'Takes one JSON object a line and answers one a line, in the same order. Each line is what a single request would be, with the same rules, preconditions, scopes and problems. Send the file again, and with the same `externalId`s a `put` changes nothing that stands.',
  'With `mode=each` a line is answered once it is durable, while others still come: read the answer while you send. A line may refer to earlier lines and to whatever is stored. Lines that fail leave nothing, and the others stand. Any number of lines.',
  'With `mode=atomic` all lines stand or none, their references in any order but not in circles, and the lines on one resource in theirs; 422 `bulk-refused` lists what failed. Such a request, and a dry run, has at most 50,000 lines or 64 MiB; other writes wait while it is done.',
  'With an `Idempotency-Key` each line is done once: sent again with the same key, the lines that stand are answered as they were, and the rest is done. Blank lines count but are not answered. A line may have 8 MiB. The rate limit counts one request; four run at once, one of them atomic or a dry run. A client from which nothing comes, and which reads nothing, for 60 seconds is given up.',
  'A table (`text/csv`, RFC 4180, UTF-8) of sources or analysts has the members in its first row, `names.en` and the like, and of analysts `role` and `affiliation`; `|` separates the parts of lists, and an empty cell is an absent member. A row with an `externalId` is put, another created. `line` counts the rows, the first being 1.',
].join('\n\n')

export const bulkParameters = closed({
  mode: Type.Optional(
    oneOf(['each', 'atomic'], {
      default: 'each',
      description: '`each`: every line stands or fails by itself; `atomic`: all lines or none.',
    }),
  ),
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Whether to do everything, answer what would have been, and store nothing.' }),
  ),
  preserve: Type.Optional(
    Type.Boolean({
      description:
        'Whether each `body` is a resource as it was read elsewhere, articles with their `body` in Portable Text and perhaps their `quotes`, to be stored with its id, version and times. Lines have `op` (`put` or `create`), `type` and `body`. What is there already stays: the same is `unchanged`, other is refused. Needs `admin`.',
    }),
  ),
  type: Type.Optional(oneOf(['source', 'analyst'], { description: 'With `text/csv`: what the rows are.' })),
  force: forceParameter,
  onDrift: driftParameter,
})

const table = 'externalId,name,names.en,kind,aliases\nsahil-news,ساحل نيوز,Sahil News,outlet,ساحل|الساحل نيوز\n'

export const bulkBody = {
  content: {
    [ndjsonType]: { schema: ref(BulkLine) as TSchema },
    [csvType]: { schema: Type.String({ description: 'A table of sources or analysts.', examples: [table] }) },
  },
}
