import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'

/** An article as it is sent. */
interface Draft {
  title: string
  body: { content: string }
  quotes: { spans: { text: string }[]; analystId: string }[]
}

/** What is usually written first: an article, its quotes and the words to be searched in a transaction of their own, durable. */
export function createMinimalWriter(path: string) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`
    CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, title TEXT, content TEXT, created_at TEXT);
    CREATE TABLE IF NOT EXISTS quotes (id TEXT PRIMARY KEY, article_id TEXT, analyst_id TEXT, text TEXT);
    CREATE INDEX IF NOT EXISTS quotes_article ON quotes (article_id);
    CREATE INDEX IF NOT EXISTS quotes_analyst ON quotes (analyst_id);
    CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (words)`)
  const article = db.prepare('INSERT INTO articles VALUES (?, ?, ?, ?)')
  const quote = db.prepare('INSERT INTO quotes VALUES (?, ?, ?, ?)')
  const search = db.prepare('INSERT INTO search VALUES (?)')
  const create = db.transaction((draft: Draft) => {
    const id = randomUUID()
    article.run(id, draft.title, JSON.stringify(draft.body), new Date().toISOString())
    search.run(`${draft.title} ${draft.body.content}`)
    for (const { spans, analystId } of draft.quotes) quote.run(randomUUID(), id, analystId, spans[0]?.text)
    return { id, ...draft }
  })
  return { create }
}
