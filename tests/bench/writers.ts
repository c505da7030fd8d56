/** Writers in a process of their own: `tsx writers.ts URL CLIENTS SECONDS`, which tells when it has started and how many it wrote in a second. */
import { createClient } from './clients.ts'
import { newDraft } from './writes.ts'

const [, , url = '', clients, seconds] = process.argv
let written = 0
const drafts = Array.from({ length: 2000 }, newDraft).map((draft) => ({ ...draft, externalId: undefined }))

process.send?.({ started: true })
const until = performance.now() + Number(seconds) * 1000
await Promise.all(
  Array.from({ length: Number(clients) }, async () => {
    const client = createClient(url)
    while (performance.now() < until) {
      const { status } = await client.write('POST', '/v1/articles', drafts[written % drafts.length] as object)
      if (status === 201) written++
    }
    client.close()
  }),
)
process.send?.({ rate: written / Number(seconds) })
process.disconnect?.()
