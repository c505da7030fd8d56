import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { AnalystDraft } from '../../schemas/analysts.ts'
import { ArticleDraft } from '../../schemas/articles.ts'
import { components } from '../../schemas/components.ts'
import { QuoteDraft } from '../../schemas/quotes.ts'
import { SourceDraft } from '../../schemas/sources.ts'
import type { StoreOptions, Stores } from '../stores.ts'
import { createValidator } from '../validation.ts'
import { createAnalystStore } from './analysts.ts'
import { createArticleStore } from './articles.ts'
import { type Connection, openConnection } from './connection.ts'
import { createKeyStore } from './keys.ts'
import { createQuoteStore } from './quotes.ts'
import { createSourceStore } from './sources.ts'
import { createStatsStore } from './stats.ts'
import { settings } from './tables.ts'

/** All stores on one SQLite database. */
export async function openSqlite(path: string, options: StoreOptions): Promise<Stores> {
  const connection = openConnection(path, options)
  const compile = createValidator(components)
  const checkQuote = compile(QuoteDraft)
  return {
    articles: createArticleStore(connection, compile(ArticleDraft), checkQuote),
    sources: createSourceStore(connection, compile(SourceDraft)),
    analysts: createAnalystStore(connection, compile(AnalystDraft)),
    quotes: createQuoteStore(connection, checkQuote),
    stats: createStatsStore(connection),
    keys: createKeyStore(connection),
    secret: await readSecret(connection),
    ready: async () => connection.ready(),
    close: connection.close,
  }
}

function readSecret(connection: Connection): Promise<string> {
  return connection.write((db) => {
    const row = db.select().from(settings).where(eq(settings.name, 'secret')).get()
    if (row) return row.value
    const value = randomBytes(32).toString('base64url')
    db.insert(settings).values({ name: 'secret', value }).run()
    return value
  })
}
