import { invalidContent } from './errors.ts'

/** The draft with the external key that `where` gives it. Throws `invalid-content` when it names another itself. */
export function withExternalId<Draft>(draft: Draft, externalId: string, where: string): Draft {
  const given = (draft as { externalId?: string | null }).externalId
  if (given !== undefined && given !== null && given !== externalId) {
    const detail = `must be '${externalId}', as in the ${where}, or be left out`
    throw invalidContent([{ pointer: '/externalId', detail, code: 'mismatch' }])
  }
  return { ...draft, externalId }
}
