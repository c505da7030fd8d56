import type { Fault } from '../../schemas/problem.ts'

/** All that is wrong with a body beyond its schema; pointers start at the body. */
export class BodyFault extends Error {
  readonly faults: Fault[]

  constructor(faults: Fault[]) {
    super('The body cannot be stored as it is.')
    this.name = 'BodyFault'
    this.faults = faults
  }
}
