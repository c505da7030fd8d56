/**
 * A limit on work that is counted in steps, not in time, so that the same input
 * always gives the same answer. The function books steps, and says false, booking
 * nothing, where they would go beyond the limit.
 */
export function budget(limit: number): (steps: number) => boolean {
  let left = limit
  return (steps) => {
    if (steps > left) return false
    left -= steps
    return true
  }
}
