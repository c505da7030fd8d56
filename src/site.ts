/** What addresses on this server are made of. */
export interface Site {
  /** The address of the server, without a slash at its end. */
  base: string
  /** Whether it serves reading pages, `/read/{slug}`. */
  hasReader: boolean
}

/** Where people read: the front page of the reading pages, else the entry points. */
export function homeOf({ base, hasReader }: Site): string {
  return `${base}${hasReader ? '/read' : '/'}`
}
