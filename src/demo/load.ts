import { readFileSync } from 'node:fs'
import type { AnalystDraft } from '../../schemas/analysts.ts'
import type { ArticleDraft } from '../../schemas/articles.ts'
import type { SourceDraft } from '../../schemas/sources.ts'
import { writeBody } from '../body/formats.ts'
import type { Caller } from '../caller.ts'
import type { Stores } from '../stores.ts'

const editor: Caller = { keyId: 'demo', keyName: 'demo', scopes: ['admin'] }

/**
 * Stores the sample content, which is fiction, by the same code path as the API.
 * Its pictures are at `publicUrl`, where the demo serves them.
 */
export async function loadDemo(stores: Stores, publicUrl: string): Promise<void> {
  for (const source of contentOf<SourceDraft>('sources')) await stores.sources.create(editor, source)
  for (const analyst of contentOf<AnalystDraft>('analysts')) await stores.analysts.create(editor, analyst)
  for (const { body, image, ...article } of contentOf<ArticleDraft>('articles')) {
    const picture = image ? { ...image, url: `${publicUrl}${image.url}` } : null
    const draft = { ...article, image: picture, body: body ? await writeBody(body) : null }
    await stores.articles.create(editor, draft, { ifMatch: null, createOnly: false, onDrift: 'refuse', force: false })
  }
}

function contentOf<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`./content/${name}.json`, import.meta.url), 'utf8')) as T[]
}
