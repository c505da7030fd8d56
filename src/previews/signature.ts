import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs what stands in the address of a preview. */
interface PreviewTokens {
  /** The id and its signature. */
  write(id: string): string
  /** The id; null when this installation has not signed it. */
  read(token: string): string | null
}

/** Tokens that are signed with a secret (HMAC-SHA256), so that nobody else can make one. */
export function createPreviewTokens(secret: string): PreviewTokens {
  const sign = (id: string) => createHmac('sha256', secret).update(`preview\n${id}`).digest()
  return {
    write: (id) => `${id}.${sign(id).toString('base64url')}`,
    read(token) {
      const [id = '', signature = ''] = token.split('.')
      const [expected, given] = [sign(id), Buffer.from(signature, 'base64url')]
      const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
      return isSigned && token === `${id}.${expected.toString('base64url')}` ? id : null
    },
  }
}
