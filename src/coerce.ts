import type { Fault } from '../schemas/problem.ts'
import { closest } from './closest.ts'

type Schema = { type?: string | string[]; properties?: Record<string, Schema>; items?: Schema }

/**
 * Query parameters, which are texts, as the types their schema names: only
 * decimal integers without sign or leading zero, `true` and `false`, and lists
 * from one or more values. Whatever is not of that form stays as it is, for the
 * schema to refuse.
 */
export function coerceQuery(query: Record<string, unknown>, schema: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined
      return [name, coerced(value, property)]
    }),
  )
}

function coerced(value: unknown, schema: Schema | undefined): unknown {
  if (schema?.type === 'array') return [value].flat().map((item) => coerced(item, schema.items))
  if (typeof value !== 'string') return value
  if (schema?.type === 'integer' && /^(?:0|[1-9]\d{0,14})$/.test(value)) return Number(value)
  if (schema?.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value.normalize('NFC')
}

/** Faults that a schema would name in the words of a body: unknown parameters, and repeated ones that take one value. */
export function misused(query: Record<string, unknown>, { properties = {} }: Schema): Fault[] {
  return Object.entries(query).flatMap(([parameter, value]) => {
    if (!Object.hasOwn(properties, parameter)) {
      const meant = closest(parameter, Object.keys(properties))
      const detail = `is not a known parameter${meant ? `; did you mean '${meant}'?` : ''}`
      return [{ parameter, detail, code: 'unknown-parameter' }]
    }
    if (!Array.isArray(value) || properties[parameter]?.type === 'array') return []
    return [{ parameter, detail: 'is given more than once, and takes one value', code: 'repeated' }]
  })
}
