import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { type Test, test } from 'tap'
import { migrate } from '../../src/sqlite/migrate.ts'
import * as articles from '../../src/sqlite/tables/articles.ts'
import * as keys from '../../src/sqlite/tables/keys.ts'
import * as log from '../../src/sqlite/tables/log.ts'
import * as named from '../../src/sqlite/tables/named.ts'
import * as quotes from '../../src/sqlite/tables/quotes.ts'

const tables = { ...articles, ...keys, ...log, ...named, ...quotes }

const root = fileURLToPath(new URL('../../', import.meta.url))

const create = `
  CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT);
  CREATE TABLE quotes (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE)`

/* As drizzle-kit writes it: the pragmas do nothing inside a transaction. */
const rebuild = `
  PRAGMA foreign_keys=OFF;--> statement-breakpoint
  CREATE TABLE __new_articles (id INTEGER PRIMARY KEY, title TEXT NOT NULL);--> statement-breakpoint
  INSERT INTO __new_articles SELECT id, coalesce(title, '') FROM articles;--> statement-breakpoint
  DROP TABLE articles;--> statement-breakpoint
  ALTER TABLE __new_articles RENAME TO articles;--> statement-breakpoint
  PRAGMA foreign_keys=ON;`

test('rebuilding a table keeps the rows that would cascade with it', async (t) => {
  const { database, steps } = filled(t)
  t.equal(migrate(database, steps(rebuild)), 1)
  t.same(counts(database), { articles: 3, quotes: 30 })
  t.equal(database.pragma('foreign_keys', { simple: true }), 1)
  t.equal(migrate(database, steps(rebuild)), 0, 'once')
})

const refused: [what: string, step: string, message: RegExp][] = [
  ['loses rows', `${rebuild.replace('FROM articles', 'FROM articles WHERE id < 3')}`, /rows in articles from 3 to 2/],
  ['breaks references', 'UPDATE quotes SET article = 99 WHERE id = 1', /would break 1 references, in quotes/],
  ['fails half way', `${rebuild}--> statement-breakpoint\nDROP TABLE absent`, /no such table/],
]
for (const [what, step, message] of refused) {
  test(`a migration that ${what} is refused and leaves everything as it was`, async (t) => {
    const { database, steps } = filled(t)
    const before = database.serialize()
    t.throws(() => migrate(database, steps(step)), { message })
    t.same(database.serialize(), before)
    t.equal(database.pragma('foreign_keys', { simple: true }), 1)
  })
}

test('a database of a newer version is refused and left as it is', async (t) => {
  const { database, steps } = filled(t)
  const older = steps()
  migrate(database, steps(rebuild))
  const before = database.serialize()
  t.throws(() => migrate(database, older), { message: /newer version of Isnad/ })
  t.same(database.serialize(), before)
})

test('of processes that migrate at once, one does it and the others find it done', async (t) => {
  const path = `${t.testdir()}/isnad.db`
  const outcomes = await Promise.all([1, 2, 3].map(() => migrateInAnotherProcess(path)))
  for (const { code, printed } of outcomes) t.match({ code, printed }, { code: 0, printed: /newest schema/ })
  const database = new Database(path, { readonly: true })
  t.teardown(() => database.close())
  const journal = JSON.parse(readFileSync(`${root}migrations/sqlite/meta/_journal.json`, 'utf8'))
  t.equal(database.prepare('SELECT count(*) FROM migrations').pluck().get(), journal.entries.length)
  t.equal(database.pragma('integrity_check', { simple: true }), 'ok')
})

test('the migrations make the tables that the code knows', async (t) => {
  const known = await generateSQLiteDrizzleJson(tables, undefined, 'snake_case')
  const migrated = new Database(':memory:')
  migrate(migrated)
  const made = new Database(':memory:')
  for (const statement of await generateSQLiteMigration(await generateSQLiteDrizzleJson({}), known))
    made.exec(statement)
  for (const table of Object.keys(known.tables)) t.same(shapeOf(migrated, table), shapeOf(made, table), table)
  const { entries } = JSON.parse(readFileSync(`${root}migrations/sqlite/meta/_journal.json`, 'utf8'))
  const prefix = String(entries.at(-1).idx).padStart(4, '0')
  const snapshot = JSON.parse(readFileSync(`${root}migrations/sqlite/meta/${prefix}_snapshot.json`, 'utf8'))
  t.same(await generateSQLiteMigration(snapshot, known), [], 'npm run db:generate finds nothing to do')
})

test('what the public was told outlives the migration that keeps it by article', async (t) => {
  const database = new Database(':memory:')
  t.teardown(() => database.close())
  migrate(database, stepsUntil(t, 6))
  const shown = database.prepare('INSERT INTO shown (resource, id, article_id) VALUES (?, ?, ?)')
  for (const article of ['n1', 'n2']) {
    shown.run('articles', article, article)
    shown.run('quotes', `${article}-q`, article)
    shown.run('analysts', 'a', article)
  }
  shown.run('sources', 's', 'n2')
  migrate(database)
  t.same(database.prepare('SELECT * FROM shown_articles ORDER BY article_id').all(), [
    { article_id: 'n1', quotes: '["n1-q"]', sources: '[]', analysts: '["a"]' },
    { article_id: 'n2', quotes: '["n2-q"]', sources: '["s"]', analysts: '["a"]' },
  ])
  t.same(database.prepare('SELECT * FROM shown_names ORDER BY id').all(), [
    { resource: 'analysts', id: 'a', articles: 2 },
    { resource: 'sources', id: 's', articles: 1 },
  ])
})

/** A folder of the migrations up to and with a number. */
function stepsUntil(t: Test, last: number): string {
  const folder = t.testdir({ meta: {} })
  const { entries } = JSON.parse(readFileSync(`${root}migrations/sqlite/meta/_journal.json`, 'utf8')) as {
    entries: { idx: number; tag: string }[]
  }
  const earlier = entries.filter(({ idx }) => idx <= last)
  writeFileSync(`${folder}/meta/_journal.json`, JSON.stringify({ entries: earlier }))
  for (const { tag } of earlier)
    writeFileSync(`${folder}/${tag}.sql`, readFileSync(`${root}migrations/sqlite/${tag}.sql`, 'utf8'))
  return folder
}

test('quotes from before their links were stored get them', async (t) => {
  const database = new Database(':memory:')
  t.teardown(() => database.close())
  const folder = `${t.testdir()}/older`
  cpSync(`${root}migrations/sqlite`, folder, { recursive: true })
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8'))
  const entries = journal.entries.filter(({ idx }: { idx: number }) => idx < 7)
  writeFileSync(`${folder}/meta/_journal.json`, JSON.stringify({ ...journal, entries }))
  migrate(database, folder)
  const span = { blockKey: 'a', text: 'الماء حق', start: 0, end: 8, prefix: '', suffix: '' }
  insert(database, 'articles', { id: 'n' })
  insert(database, 'quotes', { id: 'stands', article_id: 'n', spans: JSON.stringify([span]), anchor: 'exact' })
  insert(database, 'quotes', { id: 'lost', article_id: 'n', spans: JSON.stringify([span]), anchor: 'drifted' })
  migrate(database)
  const links = database.prepare('SELECT id, link FROM quotes ORDER BY id').all()
  t.same(links, [
    { id: 'lost', link: null },
    { id: 'stands', link: `/v1/articles/n.html#:~:text=${encodeURIComponent('الماء حق')}` },
  ])
})

/** Inserts a row; what it does not name is empty. */
function insert(database: Database.Database, table: string, row: Record<string, string>): void {
  const columns = database.prepare(`SELECT name, type, "notnull" AS must FROM pragma_table_info('${table}')`).all()
  const values = (columns as { name: string; type: string; must: number }[]).map(({ name, type, must }) => {
    if (name in row) return row[name]
    return must === 0 ? null : type === 'INTEGER' ? 0 : name === 'slug_key' ? row.id : ''
  })
  database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(values)
}

/** A database with three articles of ten quotes, and folders of its migrations with more steps at the end. */
function filled(t: Test) {
  const folder = t.testdir()
  let made = 0
  const steps = (...more: string[]) => {
    const path = `${folder}/${made++}`
    const all = [create.replaceAll(';', ';--> statement-breakpoint'), ...more]
    mkdirSync(`${path}/meta`, { recursive: true })
    const entries = all.map((_, idx) => ({ idx, when: idx + 1, tag: `step${idx}`, breakpoints: true }))
    writeFileSync(`${path}/meta/_journal.json`, JSON.stringify({ entries }))
    for (const [idx, sql] of all.entries()) writeFileSync(`${path}/step${idx}.sql`, sql)
    return path
  }
  const database = new Database(':memory:')
  t.teardown(() => database.close())
  t.equal(migrate(database, steps()), 1)
  for (let id = 1; id <= 3; id++) database.prepare('INSERT INTO articles VALUES (?, ?)').run(id, null)
  for (let id = 1; id <= 30; id++) database.prepare('INSERT INTO quotes VALUES (?, ?)').run(id, (id % 3) + 1)
  return { database, steps }
}

function counts(database: Database.Database) {
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  return { articles: count('articles'), quotes: count('quotes') }
}

/** What a table is made of, in an order that does not depend on how it came about. */
function shapeOf(database: Database.Database, table: string) {
  const rows = (sql: string) =>
    database
      .prepare(sql)
      .all(table)
      .map((row) => JSON.stringify(row))
      .sort()
  return {
    columns: rows('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?)'),
    references: rows('SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?)'),
    indexes: rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"),
  }
}

function migrateInAnotherProcess(path: string): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'migrate'], {
      cwd: root,
      env: { PATH: process.env.PATH, DATABASE_URL: `file:${path}` },
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data))
    child.on('close', (code) => resolve({ code, printed }))
  })
}
