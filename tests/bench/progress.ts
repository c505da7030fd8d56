/** Tells on a terminal how far some work is; elsewhere at every tenth of it. */
export function createProgress(what: string, count: number): (done: number) => void {
  const startedAt = performance.now()
  const width = 30
  let told = -1
  return (done) => {
    const tenth = Math.floor((done / count) * 10)
    if (!process.stderr.isTTY && tenth === told) return
    told = tenth
    const rate = Math.round((done / (performance.now() - startedAt)) * 1000)
    const bar = '█'.repeat(Math.round((done / count) * width)).padEnd(width, '░')
    const [before, after] = process.stderr.isTTY ? ['\r', done === count ? '\n' : ''] : ['', '\n']
    process.stderr.write(`${before}${bar} ${done} of ${count} ${what}, ${rate} a second${after}`)
  }
}
