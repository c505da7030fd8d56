import { SaxesParser } from 'saxes'

/** The attributes of every element of a name. Throws for XML that is not well-formed. */
export function elements(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = []
  read(xml, (tag) => {
    if (tag.name === name) found.push(tag.attributes)
  })
  return found
}

/** What is inside every element of a name, by the names of the elements within; of several the last. */
export function texts(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = []
  let text = ''
  let inside = false
  read(
    xml,
    (tag) => {
      text = ''
      if (tag.name !== name) return
      inside = true
      found.push({})
    },
    (tag) => {
      if (tag.name === name) inside = false
      const item = found.at(-1)
      if (inside && item) item[tag.name] = text
      text = ''
    },
    (piece) => {
      text += piece
    },
  )
  return found
}

/** Namespaces are checked as well. */
function read(
  xml: string,
  onOpen: (tag: { name: string; attributes: Record<string, string> }) => void,
  onClose: (tag: { name: string }) => void = () => {},
  onText: (text: string) => void = () => {},
): void {
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) =>
    onOpen({
      name,
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value])),
    }),
  )
  parser.on('closetag', ({ name }) => onClose({ name }))
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.write(xml).close()
}
