import type { FastifyServerOptions } from 'fastify'
import { components } from '../schemas/components.ts'
import type { Fault } from '../schemas/problem.ts'
import { coerceQuery, misused } from './coerce.ts'
import { Failure, summary } from './errors.ts'
import { createValidator, unescapePointer } from './validation.ts'

type Compilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

/** How requests are checked and answers written. Given at the start, not set afterwards: else Fastify loads compilers of its own. */
export function compilers(): Compilers {
  const compiler = validatorCompiler()
  return {
    buildValidator: (() => compiler) as unknown as Compilers['buildValidator'],
    buildSerializer: () => () => JSON.stringify,
  }
}

/** Bodies are parsed and queries coerced strictly; every fault is found at once. */
function validatorCompiler() {
  const compile = createValidator(components)
  return ({ schema, httpPart }: { schema: object; httpPart?: string }) => {
    const check = compile(schema)
    return (given: unknown) => {
      const value = httpPart === 'querystring' ? coerceQuery(given as Record<string, unknown>, schema) : given
      const found = check(value)
      if (found.length === 0) return { value }
      if (httpPart === 'body') return { error: new Failure('invalid-body', summary(found), { faults: found }) }
      const misuses = httpPart === 'querystring' ? misused(given as Record<string, unknown>, schema) : []
      const others = found
        .map(asParameter)
        .filter(({ parameter }) => misuses.every((one) => one.parameter !== parameter))
      const faults = [...misuses, ...others]
      return { error: new Failure('invalid-parameter', summary(faults), { faults }) }
    }
  }
}

function asParameter({ pointer = '', ...fault }: Fault): Fault {
  return { parameter: unescapePointer(pointer.split('/')[1] ?? ''), ...fault }
}
