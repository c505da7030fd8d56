import { Failure } from '../errors.ts'

/** How many bulk requests run at once, and how many of those that are kept whole until they are done. */
const most = 4
const mostWhole = 1

/** Bounds what bulk requests hold in memory. `take` throws `rate-limited` when all places are taken, and answers how to give the place back. */
export function createPlaces() {
  const taken = { all: 0, whole: 0 }
  return {
    take(whole: boolean): () => void {
      if (taken.all >= most || (whole && taken.whole >= mostWhole)) {
        const detail = `This server runs ${most} bulk requests at once, of them ${mostWhole} that is atomic or a dry run. Send it again later.`
        throw new Failure('rate-limited', detail, { retryAfter: 5 })
      }
      taken.all++
      if (whole) taken.whole++
      return () => {
        taken.all--
        if (whole) taken.whole--
      }
    },
  }
}
