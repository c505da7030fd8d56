import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { AnalystDraft } from '../../schemas/analysts.ts'
import { ArticleDraft } from '../../schemas/articles.ts'
import { components } from '../../schemas/components.ts'
import { QuoteDraft } from '../../schemas/quotes.ts'
import { SourceDraft } from '../../schemas/sources.ts'
import { createLineReader } from '../bulk/operation.ts'
import type { StoreOptions, Stores } from '../stores.ts'
import { createValidator } from '../validation.ts'
import { createAdopters } from './adopt.ts'
import { analystRules, createAnalystStore } from './analysts.ts'
import { articleRules, createArticleStore } from './articles.ts'
import { createBulkStore } from './bulk.ts'
import { createChangesStore } from './change-log.ts'
import { type Connection, openConnection } from './connection.ts'
import { createFreshnessStore } from './freshness.ts'
import { createKeyStore } from './keys.ts'
import { createLifecycle } from './lifecycle.ts'
import { createPreviewStore } from './previews.ts'
import { quoteRules } from './quote-rules.ts'
import { createQuoteStore } from './quotes.ts'
import { createSitemapStore } from './sitemap.ts'
import { createSourceStore, sourceRules } from './sources.ts'
import { createStatsStore } from './stats.ts'
import { settings } from './tables/keys.ts'
import { createWriterThread } from './threaded.ts'
import { createWorkingCopyStore } from './working-copies.ts'

/** All stores on one SQLite database. With `writerThread`, the writes to the content of a file run in a thread of their own. */
export async function openSqlite(path: string, options: StoreOptions): Promise<Stores> {
  const stores = await openInProcess(path, options)
  if (!options.writerThread || path === ':memory:') return stores
  const thread = createWriterThread(path, options)
  return {
    ...stores,
    articles: thread.attach('articles', stores.articles),
    sources: thread.attach('sources', stores.sources),
    analysts: thread.attach('analysts', stores.analysts),
    quotes: thread.attach('quotes', stores.quotes),
    workingCopies: thread.attach('workingCopies', stores.workingCopies),
    previews: thread.attach('previews', stores.previews),
    keys: thread.attach('keys', stores.keys),
    bulk: thread.attach('bulk', stores.bulk),
    ready: async () => thread.alive() && stores.ready(),
    async close() {
      await thread.close()
      await stores.close()
    },
  }
}

/** All stores on one SQLite database, reads and writes in this thread. */
export async function openInProcess(path: string, options: StoreOptions): Promise<Stores> {
  const connection = openConnection(path, options)
  return {
    ...storesOn(connection),
    secret: await readSecret(connection),
    ready: async () => connection.ready(),
    close: connection.close,
  }
}

function storesOn(connection: Connection) {
  const compile = createValidator(components)
  const [checkArticle, checkQuote] = [compile(ArticleDraft), compile(QuoteDraft)]
  const rules = {
    articles: articleRules(checkArticle, checkQuote),
    sources: sourceRules(compile(SourceDraft)),
    analysts: analystRules(compile(AnalystDraft)),
    quotes: quoteRules(checkQuote),
  }
  const lives = {
    articles: createLifecycle(rules.articles),
    sources: createLifecycle(rules.sources),
    analysts: createLifecycle(rules.analysts),
    quotes: createLifecycle(rules.quotes),
  }
  return {
    articles: createArticleStore(connection, lives.articles),
    sources: createSourceStore(connection, lives.sources),
    analysts: createAnalystStore(connection, lives.analysts),
    quotes: createQuoteStore(connection, lives.quotes),
    previews: createPreviewStore(connection),
    workingCopies: createWorkingCopyStore(connection, rules.articles, lives.articles, checkArticle),
    bulk: createBulkStore(connection, { lives, adopters: createAdopters(rules) }, createLineReader(compile)),
    stats: createStatsStore(connection),
    keys: createKeyStore(connection),
    freshness: createFreshnessStore(connection),
    changes: createChangesStore(connection),
    sitemaps: createSitemapStore(connection),
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
