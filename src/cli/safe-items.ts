/*
 * The comparison keeps items as names of a plain object, where `constructor` and
 * `__proto__` have a meaning of their own. A space before each takes it away.
 */
export const safely = (items: string[]): string[] => items.map((item) => ` ${item}`)

export const unsafely = (items: string[]): string[] => items.map((item) => item.slice(1))
