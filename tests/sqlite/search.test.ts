import { sql } from 'drizzle-orm'
import { test } from 'tap'
import { openConnection } from '../../src/sqlite/connection.ts'
import { nameMatches, questionMatches, textMatches } from '../../src/sqlite/search.ts'
import { searchDocuments } from '../../src/sqlite/tables/quotes.ts'

/** An index in which `few` stands in ten quotes, `some` in 6,000, `most` in 54,000 and `all` in everything. */
async function filled() {
  const connection = openConnection(':memory:')
  await connection.write((db) => {
    const numbers = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)`
    const words = sql`'all' || iif(i % 10 > 0, ' most', '') || iif(i % 10 = 1, ' some', '') || iif(i % 6000 = 3, ' few', '')`
    db.run(sql`INSERT INTO search_documents (rowid, resource, id)
      ${numbers} SELECT i, iif(i % 1000 = 7, 'analysts', 'quotes'), format('%05d', i) FROM n`)
    db.run(sql`INSERT INTO search (rowid, folded, stems) ${numbers} SELECT i, ${words}, '' FROM n`)
  })
  return connection
}

test('a word finds the same quotes, however many they are and however they are looked for', async (t) => {
  const { reader: db, close } = await filled()
  t.teardown(close)
  const first = (condition: ReturnType<typeof textMatches>) =>
    db.values<[string]>(sql`SELECT id FROM search_documents WHERE ${condition} ORDER BY id DESC LIMIT 21`).flat()
  for (const [word, found] of Object.entries({ few: 10, some: 21, most: 21, all: 21, none: 0 })) {
    const [match = ''] = questionMatches(word)
    const asked = first(textMatches('quotes', searchDocuments.id, match, db))
    t.equal(asked.length, found, word)
    t.strictSame(asked, first(textMatches('quotes', searchDocuments.id, match, null)), word)
  }
})

test('a name is looked for among those of its kind', async (t) => {
  const { reader: db, close } = await filled()
  t.teardown(close)
  const condition = nameMatches('analysts', searchDocuments.id, questionMatches('most').join(''))
  const found = db.values<[string]>(sql`SELECT id FROM search_documents WHERE ${condition} ORDER BY id`).flat()
  t.strictSame(
    found,
    Array.from({ length: 60 }, (_, i) => String(i * 1000 + 7).padStart(5, '0')),
  )
})
