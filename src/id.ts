import { randomFillSync } from 'node:crypto'
import { V7Generator } from 'uuidv7'

/* Random numbers are fetched a thousand at a time: by eight, as the library does, they take longer than the rest. */
const numbers = new Uint32Array(1024)
let next = numbers.length

const generator = new V7Generator({
  nextUint32() {
    if (next === numbers.length) {
      randomFillSync(numbers)
      next = 0
    }
    return numbers[next++] as number
  },
})

/** A new id: a UUID of version 7 (RFC 9562), greater than those before it while the clock goes on. */
export function newId(): string {
  return generator.generate().toString()
}
