import Database from 'better-sqlite3'
import { type Test, test } from 'tap'
import { addFunctions } from '../../src/sqlite/functions.ts'
import { admin, type World, world } from '../helper.ts'

interface Parameter {
  name: string
  in: string
  schema: { enum?: string[]; format?: string; items?: Parameter['schema'] }
  description: string
}

const lists = ['articles', 'sources', 'analysts', 'quotes']
const shaping = ['fields', 'include', 'body', 'quotes', 'trashed', 'limit', 'cursor', 'sort', 'count']

/** What each filter is asked for, where its schema does not say. */
const values: Record<string, string> = {
  lang: 'ar-LY',
  section: 'اقتصاد',
  tag: 'ماء',
  topic: 'ماء',
  country: 'LY',
  source: 'ext:s',
  toldTo: 'ext:s',
  analyst: 'ext:a',
  article: 'ext:n1',
  q: 'الماء',
}

test('every list and filter is answered from an index, for the public and with a key', async (t) => {
  const { app, explain } = await filled(t)
  const { paths } = app.swagger() as unknown as { paths: Record<string, { get: { parameters: Parameter[] } }> }
  for (const kind of lists) {
    const parameters = (paths[`/v1/${kind}`] as { get: { parameters: Parameter[] } }).get.parameters
    const named = (name: string) => parameters.find((parameter) => parameter.name === name)
    const sorts = named('sort')?.schema.enum ?? []
    const filters = parameters.filter(({ name }) => !shaping.includes(name))
    t.ok(sorts.length >= 6 && filters.length >= 2, `${kind} has sorts and filters`)
    for (const as of [undefined, admin]) {
      const who = as ? 'with a key' : 'as the public'
      for (const sort of sorts) {
        const first = await explain(`/v1/${kind}?limit=2&sort=${sort}`, as)
        t.same(first.scans, [], `${kind} by ${sort} ${who} scans no table`)
        t.same(first.sorts, [], `${kind} by ${sort} ${who} comes in order from its index`)
        const next = await explain(`/v1/${kind}?limit=2&sort=${sort}&cursor=${first.body.nextCursor}`, as)
        t.ok(first.body.nextCursor, 'there is a next page')
        t.same([...next.scans, ...next.sorts], [], 'so does its next page')
        t.ok(next.seeks, 'which starts where the first ended')
      }
      for (const { name, schema } of filters) {
        const value = encodeURIComponent(askedFor(name, schema))
        const { scans, body } = await explain(`/v1/${kind}?${name}=${value}&count=true`, as)
        t.same(scans, [], `${kind} by ${name} ${who} scans no table`)
        t.ok(body.items.length > 0, `${kind} by ${name} ${who} finds something`)
      }
    }
    t.same((await explain(`/v1/${kind}?trashed=true`, admin)).scans, [], `the trash of ${kind}`)
  }
})

test('reading one resource, what it includes, and its quotes, scans no table', async (t) => {
  const { explain } = await filled(t)
  const urls = [
    '/v1/articles/ext:n1?include=source,quotes.analyst,quotes.source,quotes.toldTo',
    '/v1/articles?include=source,quotes.analyst,quotes.source,quotes.toldTo',
    '/v1/quotes?include=article,analyst,source,toldTo',
    '/v1/articles?body=html',
    '/v1/articles/ماء-1',
    '/v1/articles/ext:n1/quotes',
    '/v1/articles/ext:n1/related',
    '/v1/articles/ext:n1.jsonld',
    '/v1/analysts/ext:a/quotes',
    '/v1/sources/ext:s/quotes',
    '/v1/changes',
  ]
  for (const url of urls) {
    for (const as of [undefined, admin]) t.same((await explain(encodeURI(url), as)).scans, [], url)
  }
})

test('a write scans no table', async (t) => {
  const { explainWrite } = await filled(t)
  const title = { title: 'عنوان آخر' }
  const writes = [
    ['PATCH', '/v1/articles/ext:n1', { body: null, quotes: undefined, ...title }],
    ['PATCH', '/v1/articles/ext:n1', { slug: 'another' }],
    ['PUT', '/v1/articles/ext:n1', article(1)],
    ['PUT', '/v1/sources/ext:s', { name: 'ساحل', kind: 'agency' }],
    ['DELETE', '/v1/articles/ext:n1', undefined],
    ['POST', '/v1/articles/ext:n1/restoration', undefined],
    ['DELETE', '/v1/articles/ext:n1?purge=true', undefined],
    ['DELETE', '/v1/analysts/ext:a', undefined],
    ['DELETE', '/v1/sources/ext:s', undefined],
    ['POST', '/v1/articles', article(21)],
  ] as const
  for (const [method, url, body] of writes) t.same(await explainWrite(method, url, body), [], `${method} ${url}`)
})

test('an article with what it includes, and a page of articles, take at most six statements, whatever their number', async (t) => {
  const { create, expect, statements } = await filled(t)
  const one = '/v1/articles/ماء-1?include=source,quotes.analyst'
  const page = '/v1/articles?limit=20'
  const included = '/v1/articles?limit=20&include=source,quotes.analyst,quotes.source,quotes.toldTo'
  const cost = async (url: string) => {
    statements()
    await expect(200, encodeURI(url))
    return statements().filter((sql) => !/^(?:BEGIN|COMMIT)/.test(sql)).length
  }
  const before = [await cost(one), await cost(page), await cost(included)]
  for (let n = 21; n <= 200; n++) await create('articles', article(n))
  const quotes = Array.from({ length: 40 }, () => quote)
  const request = { method: 'PUT' as const, as: admin, ifMatch: '*', body: { ...article(1), quotes } }
  await expect(200, '/v1/articles/ext:n1', request)
  const after = [await cost(one), await cost(page), await cost(included)]
  t.same(after, before)
  for (const count of after) t.ok(count <= 6, `${count} statements`)
})

const words = 'الماء لا ينتظر أحدا'
const quote = { kind: 'direct', spans: [{ text: words }], analystId: 'ext:a', toldToId: 'ext:s' }

function article(n: number) {
  return {
    externalId: `n${n}`,
    slug: `ماء-${n}`,
    title: `الماء ${n}`,
    lang: 'ar-LY',
    section: 'اقتصاد',
    tags: ['ماء'],
    sourceId: 'ext:s',
    status: 'published',
    publishAt: '2026-01-01T00:00:00Z',
    body: { format: 'text', content: `يقول الطويل: "${words}".` },
    quotes: [quote, { kind: 'indirect', text: 'قال إن الماء قليل', sourceId: 'ext:s' }],
  }
}

/** A server on a file with twenty articles, and how SQLite answers what it is asked. */
async function filled(t: Test) {
  const path = `${t.testdir()}/isnad.db`
  const server = await world(t, { databaseUrl: `file:${path}`, config: { CACHE_MB: 0 } })
  const others = ['s', 's2', 's3'].map((externalId) => ({
    externalId,
    name: `الماء ${externalId}`,
    kind: 'outlet',
    country: 'LY',
  }))
  for (const source of others) await server.create('sources', source)
  const people = ['a', 'a2', 'a3'].map((externalId) => ({
    externalId,
    name: `الماء ${externalId}`,
    country: 'LY',
    topics: ['ماء'],
  }))
  for (const analyst of people) await server.create('analysts', analyst)
  for (let n = 1; n <= 20; n++) await server.create('articles', article(n))
  const speakers = [{ analystId: 'ext:a2' }, { analystId: 'ext:a3' }, { sourceId: 'ext:s2' }, { sourceId: 'ext:s3' }]
  for (const speaker of speakers) {
    await server.create('quotes', { articleId: 'ext:n2', kind: 'indirect', text: 'قال إن الماء قليل', ...speaker })
  }
  const database = new Database(path, { readonly: true })
  addFunctions(database)
  t.teardown(() => database.close())
  return { ...server, explain: explainer(server, database), explainWrite: writeExplainer(server, database) }
}

function explainer(server: World, database: Database.Database) {
  return async (url: string, as?: typeof admin) => {
    server.statements()
    const { body } = await server.expect(200, url, { ...(as && { as }) })
    const plans = server.statements().flatMap((sql) => planOf(database, sql))
    return {
      body,
      scans: plans.filter(isFullScan),
      sorts: plans.filter((step) => step.includes('USE TEMP B-TREE FOR')),
      seeks: plans.some((step) => /[<>]\(\?,\?\)/.test(step)),
    }
  }
}

function writeExplainer(server: World, database: Database.Database) {
  return async (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body: unknown) => {
    server.statements()
    const { status, text } = await server.ask(url, {
      method,
      as: admin,
      ifMatch: '*',
      ...(body !== undefined && { body }),
    })
    const refused = status >= 400 && status !== 409
    const scans = server
      .statements()
      .flatMap((sql) => planOf(database, sql))
      .filter(isFullScan)
    return refused ? [text] : scans
  }
}

function planOf(database: Database.Database, sql: string): string[] {
  if (!/^\s*(select|insert|update|delete|with)/i.test(sql)) return []
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]
  /* The last row of a table is found at once. */
  const isLastRow = /max\((?:"changes"\.)?"sequence"\)/.test(sql)
  const plan = steps.map(({ detail }) => detail).filter((step) => !(isLastRow && step === 'SEARCH changes'))
  /* What a step before has made of few rows is read whole. */
  const made = plan.flatMap((step) => /^(?:CO-ROUTINE|MATERIALIZE) (.*)/.exec(step)?.[1] ?? [])
  return plan.filter((step) => !made.some((name) => step === `SCAN ${name}`))
}

/** Reading a table, or a temporary index made from one, from end to end: SQLite calls it a search where a least or greatest value is looked for. */
function isFullScan(step: string): boolean {
  if (step.includes('AUTOMATIC') || /^SEARCH \w+$/.test(step)) return true
  return step.startsWith('SCAN ') && !/INDEX|VIRTUAL TABLE|CONSTANT ROW/.test(step)
}

function askedFor(name: string, { enum: known, format, items }: Parameter['schema']): string {
  if (format === 'date-time')
    return name.endsWith('To') || name === 'to' ? '2027-01-01T00:00:00Z' : '2025-01-01T00:00:00Z'
  const value = { kind: undefined, status: undefined, ...values }[name] ?? preferred(items?.enum ?? known)
  if (value === undefined) throw new Error(`Say in this test what the filter ${name} is asked for.`)
  return value
}

const preferred = (known: string[] = []) =>
  known.find((value) => ['published', 'outlet', 'direct', 'asserted', 'exact'].includes(value))
