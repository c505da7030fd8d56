/** The members that say something: neither null, nor undefined, nor an empty list. */
export function said<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], null> | undefined } {
  const entries = Object.entries(members).filter(([, value]) => !isEmpty(value))
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], null> | undefined }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}
