const uuidLength = 36
const quotationMark = 0x22
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A UUID in a JSON text: where its string begins, the quotation mark included, in bytes, and what it is. */
interface Found {
  at: number
  id: string
}

/**
 * The UUIDs that are the value of a member with this name, anywhere in a JSON text
 * without white space. Inside a string the quotation marks around a name would be
 * escaped, so that what looks like the member is one.
 */
export function uuidsIn(json: Buffer, member: string): Found[] {
  /* Quotation marks are everywhere: without the first it is found faster. */
  const name = Buffer.from(`${member}":"`)
  const found: Found[] = []
  for (let at = json.indexOf(name); at !== -1; at = json.indexOf(name, at)) {
    const isWhole = json[at - 1] === quotationMark
    at += name.length
    if (!isWhole) continue
    const id = json.toString('latin1', at, at + uuidLength)
    if (json[at + uuidLength] === quotationMark && uuid.test(id)) found.push({ at: at - 1, id })
  }
  return found
}

/** The JSON text with null in place of UUIDs that were found in it. */
export function withoutUuids(json: Buffer, found: Found[]): Buffer {
  const parts: Buffer[] = []
  let from = 0
  for (const { at } of found) {
    parts.push(json.subarray(from, at), Buffer.from('null'))
    from = at + uuidLength + 2
  }
  return Buffer.concat([...parts, json.subarray(from)])
}
