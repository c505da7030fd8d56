import { copyFileSync } from 'node:fs'
import { type Test, test } from 'tap'
import { uuidv7 } from 'uuidv7'
import type { Scope } from '../schemas/keys.ts'
import { type Answer, admin, type Request, type World, world } from './helper.ts'

const before = '2026-03-01T08:00:00.000Z'
const shortly = '2026-03-01T08:00:01.000Z'
const now = '2026-03-02T08:00:00.000Z'
const later = '2026-03-03T08:00:00.000Z'

/** Whoever may not see what is hidden: the public, and a key with every other scope short of admin. */
const others: Record<string, Scope[] | undefined> = {
  'the public': undefined,
  'a key without drafts:read': ['content:write', 'content:publish'],
}

type Kind = 'articles' | 'sources' | 'analysts' | 'quotes'
type Refs = Record<Kind, string[]>
const kinds: Kind[] = ['articles', 'sources', 'analysts', 'quotes']

/** One in so many, which over the hidden states are refs of every form. */
const oneIn = (every: number, refs: string[]) => refs.filter((_, index) => index % every === 0)

const hiddenStates: Record<string, { fields: object; trash?: boolean }> = {
  draft: { fields: {} },
  scheduled: { fields: { status: 'published', publishAt: later } },
  embargoed: { fields: { status: 'published', embargoUntil: later } },
  expired: { fields: { status: 'published', expireAt: shortly } },
  withdrawn: { fields: { status: 'withdrawn', withdrawnReason: 'لأسباب مكتومة' } },
  trashed: { fields: { status: 'published' }, trash: true },
  binned: { fields: {}, trash: true },
}

/**
 * A source that publishes, an analyst and a source that are quoted, a source that
 * is told, and an article with their quotes, all of one name.
 */
async function write(
  { create, expect }: World,
  name: string,
  article: object,
  uses: Partial<Record<string, string>> = {},
) {
  const source = (role: string) =>
    create('sources', {
      externalId: `${role}-${name}`,
      name: `جهة ${role} ${name}`,
      kind: 'ngo',
      country: 'MT',
      lang: 'mt',
    })
  const [publisher, told, speaker] = [await source('publisher'), await source('told'), await source('speaker')]
  const roles = [{ title: 'باحث', affiliation: uses.affiliation ?? publisher.id }]
  const person = {
    externalId: `analyst-${name}`,
    name: `محلل ${name}`,
    country: 'MT',
    topics: [`topic-${name}`],
    roles,
  }
  const analyst = await create('analysts', person)
  const quote = (words: string, more: object) => ({
    kind: 'direct',
    text: words,
    externalId: `${words} ${name}`,
    ...more,
  })
  const made = await create('articles', {
    externalId: `article-${name}`,
    slug: `أولى-${name}`,
    lang: 'mt',
    title: `عنوان ${name}`,
    section: `section-${name}`,
    tags: [`tag-${name}`],
    sourceId: uses.source ?? publisher.id,
    body: { format: 'text', content: 'قال المحلل: "كلام أول". ثم قال: "كلام ثان". وقالت الجهة: "كلام ثالث".' },
    quotes: [
      quote('كلام أول', { analystId: uses.analyst ?? analyst.id, toldToId: told.id, lang: 'mt' }),
      quote('كلام ثان', { analystId: analyst.id }),
      quote('كلام ثالث', { sourceId: uses.source ?? speaker.id, status: 'disputed' }),
    ],
    ...article,
  })
  for (const [kind, { id, version: _, slug }] of [
    ['articles', made],
    ['sources', publisher],
    ['analysts', analyst],
  ] as const) {
    const change = { slug: `حكومة-${kind}-${name}` }
    await expect(200, `/v1/${kind}/${id}`, { method: 'PATCH', as: admin, ifMatch: '*', body: change })
    await expect(308, `/v1/${kind}/${encodeURIComponent(slug)}`, { as: admin })
  }
  const refs: Refs = {
    articles: [made.id, ...named('articles', name, `article-${name}`), `أولى-${name}`],
    sources: [publisher.id, told.id, speaker.id, ...named('sources', name, `publisher-${name}`), publisher.slug],
    analysts: [analyst.id, ...named('analysts', name, `analyst-${name}`), analyst.slug],
    quotes: [...made.quotes.map(({ id }: { id: string }) => id), `ext:كلام أول ${name}`],
  }
  return { article: made, publisher, told, speaker, analyst, refs }
}

/** A slug, another spelling of it, and the external key. */
function named(kind: string, name: string, externalId: string): string[] {
  return [`حكومة-${kind}-${name}`, `حكومه-${kind}-${name}`, `ext:${externalId}`]
}

async function writePublic(w: World) {
  w.setTime(before)
  const first = await write(w, 'public', { status: 'published' })
  const second = await write(w, 'second', { status: 'published', lang: 'ar', translationOf: first.article.id })
  await write(w, 'third', { status: 'published', expireAt: later })
  return { first, second, refs: first.refs }
}

/** Everything that can be hidden: by itself, and leaning on what is public. */
async function writeHidden(
  w: World,
  shown: Awaited<ReturnType<typeof writePublic>>,
  states = Object.keys(hiddenStates),
): Promise<Refs> {
  const refs: Refs = { articles: [], sources: [], analysts: [], quotes: [] }
  w.setTime(before)
  for (const state of states) {
    const { fields, trash } = hiddenStates[state] as (typeof hiddenStates)[string]
    const { article, analyst, publisher } = shown.first
    const alone = await write(w, state, fields)
    const leaning = await write(
      w,
      `leaning-${state}`,
      { ...fields, translationOf: article.id, tags: ['tag-public'], section: 'section-public' },
      { analyst: analyst.id, source: publisher.id },
    )
    for (const written of [alone, leaning]) {
      for (const kind of kinds) refs[kind].push(...written.refs[kind])
      if (trash)
        await w.expect(204, `/v1/articles/${written.article.id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
    }
  }
  for (const kind of ['sources', 'analysts'] as const) {
    const unused = await w.create(kind, { name: 'لا يذكره أحد' })
    const thrown = await w.create(kind, { name: 'في المهملات' })
    await w.expect(204, `/v1/${kind}/${thrown.id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
    refs[kind].push(unused.id, unused.slug, thrown.id, thrown.slug)
  }
  return refs
}

/** Two servers over copies of one database, so that every id, time and secret is the same; only the second has hidden content. */
async function twoWorlds(t: Test, states?: string[]) {
  const directory = t.testdir()
  const without = await world(t, { databaseUrl: `file:${directory}/a.db` })
  const shown = await writePublic(without)
  for (const suffix of ['', '-wal']) copyFileSync(`${directory}/a.db${suffix}`, `${directory}/b.db${suffix}`)
  const within = await world(t, { databaseUrl: `file:${directory}/b.db` })
  const hidden = await writeHidden(within, shown, states)
  for (const each of [without, within]) each.setTime(now)
  return { without, within, shown, hidden }
}

interface Parameter {
  name: string
  in: string
  description?: string
  schema: { type?: string; format?: string; enum?: string[]; items?: Parameter['schema'] }
}

interface Operation {
  parameters?: Parameter[]
  security?: unknown[]
}

/** These also tell of what is hidden by now and was public once. */
const ofThePast = ['/v1/changes', '/v1/removed']

/** The addresses that can be read, from the OpenAPI document: every path with every ref, and every parameter with every value. */
function addresses({ app }: World, refs: Refs): string[] {
  const paths = app.swagger().paths as Record<string, Record<string, Operation>>
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get || ofThePast.includes(path)) return []
    const kind = path.split('/')[2] as Kind
    const plain = path.replace(/\{(n|page)\}/, '1').replace('{code}', 'not-found')
    if (!plain.includes('{ref}')) return [plain, ...asked(plain, get, refs)]
    const [first = ''] = refs[kind]
    const asPath = oneIn(path.endsWith('{ref}') ? 5 : 13, refs[kind])
    return [
      ...asPath.map((ref) => plain.replace('{ref}', encodeURIComponent(ref))),
      ...asked(plain.replace('{ref}', encodeURIComponent(first)), get, refs),
    ]
  })
}

function asked(url: string, { parameters = [] }: Operation, refs: Refs): string[] {
  return parameters
    .filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor')
    .flatMap((parameter) =>
      valuesOf(parameter, refs).map((value) => `${url}?${parameter.name}=${encodeURIComponent(value)}`),
    )
}

const filtersByRef: Record<string, Kind> = {
  article: 'articles',
  analyst: 'analysts',
  source: 'sources',
  toldTo: 'sources',
}

function valuesOf({ name, description = '', schema }: Parameter, refs: Refs): string[] {
  const { type, format, enum: values } = schema.items ?? schema
  if (name in filtersByRef) return oneIn(17, refs[filtersByRef[name] as Kind])
  if (values) return values
  if (type === 'boolean') return ['true']
  if (type === 'integer') return ['1', '3']
  if (format === 'date-time') return [before, now, later]
  const listed = [...description.matchAll(/`([\w.]+)`/g)].map(([, word = '']) => word)
  if (name === 'fields') return [listed.join()]
  if (name === 'include') return [...listed, listed.join()]
  const words = ['public', ...Object.keys(hiddenStates)].map((word) => `${name}-${word}`)
  return ['mt', 'MT', 'عنوان', 'محلل', 'كلام', ...words]
}

/** Each list with each of its orders. */
function sorts({ app }: World): [Kind, string][] {
  const paths = app.swagger().paths as Record<string, Record<string, Operation>>
  return kinds.flatMap((kind) => {
    const sort = paths[`/v1/${kind}`]?.get?.parameters?.find(({ name }) => name === 'sort')
    return (sort?.schema.enum ?? []).map((value): [Kind, string] => [kind, value])
  })
}

/** Whatever a client can see of an answer, the moment aside. */
function seen({ status, headers: { date: _, ...headers }, text }: Answer) {
  return { status, headers, text }
}

const same = { 'x-request-id': 'same' }

/** Fails the test when the two worlds do not answer alike; answers what the first did. */
async function compare(t: Test, without: World, within: World, url: string, as: Scope[] | undefined): Promise<Answer> {
  const request = { as, headers: same }
  const [wanted, found] = [await without.ask(url, request), await within.ask(url, request)]
  if (JSON.stringify(seen(wanted)) !== JSON.stringify(seen(found)))
    t.strictSame(seen(found), seen(wanted), decodeURIComponent(url))
  return wanted
}

test('what is hidden changes no answer by a byte, for whoever may not see it', async (t) => {
  const { without, within, shown, hidden } = await twoWorlds(t)
  const refs = Object.fromEntries(
    Object.entries(hidden).map(([kind, list]) => [kind, [...shown.refs[kind as Kind], ...list]]),
  ) as Refs
  const urls = addresses(within, refs)
  t.ok(urls.length > 500, `${urls.length} addresses are asked`)
  for (const url of urls) await compare(t, without, within, url, undefined)
  for (const url of oneIn(5, urls)) await compare(t, without, within, url, others['a key without drafts:read'])
  for (const [kind, sort] of sorts(within)) {
    let items = 0
    for (let url = `/v1/${kind}?limit=2&count=true&sort=${sort}`; url !== ''; ) {
      const { body, headers } = await compare(t, without, within, url, undefined)
      items += body.items.length
      url = /<([^>]*)>; rel="next"/.exec(headers.link ?? '')?.[1] ?? ''
      if (url === '') t.equal(items, body.total, `${kind} by ${sort}`)
    }
  }
})

test('what was never public is not in the past of what is either', async (t) => {
  const states = Object.keys(hiddenStates).filter((state) => !['expired', 'trashed'].includes(state))
  const { without, within, shown, hidden } = await twoWorlds(t, states)
  for (const path of ofThePast) {
    const get = (within.app.swagger().paths as Record<string, { get: Operation }>)[path]?.get as Operation
    const refs = Object.fromEntries(kinds.map((kind) => [kind, [...shown.refs[kind], ...hidden[kind]]])) as Refs
    for (const url of [path, ...asked(path, get, refs)])
      for (const as of Object.values(others)) await compare(t, without, within, url, as)
  }
})

test('a ref of what is hidden answers exactly as one of nothing, under every address and method', async (t) => {
  const w = await world(t)
  const hidden = await writeHidden(w, await writePublic(w))
  w.setTime(now)
  const ask = async (method: string, path: string, ref: string, as: Scope[] | undefined) => {
    const url = path.replace('{n}', '1').replace('{ref}', encodeURIComponent(ref))
    const { status, headers, text } = await w.ask(url, { method: method as Request['method'], as, headers: same })
    const { date: _, 'content-length': __, ...rest } = headers
    return { status, rest, text: text.replaceAll(ref, '*').replaceAll(encodeURIComponent(ref), '*') }
  }
  for (const [path, operations] of Object.entries(w.app.swagger().paths as Record<string, Record<string, Operation>>)) {
    if (!path.includes('{ref}')) continue
    for (const [verb, { security }] of Object.entries(operations)) {
      for (const as of Object.values(others)) {
        /* A key that may write sees what it writes to. */
        if (security && as && verb !== 'get') continue
        for (const ref of oneIn(9, hidden[path.split('/')[2] as Kind])) {
          const nothing = ref.startsWith('ext:') ? 'ext:nobody' : /^[0-9a-f-]{36}$/.test(ref) ? uuidv7() : 'لا-أحد'
          const method = verb.toUpperCase()
          const [found, wanted] = [await ask(method, path, ref, as), await ask(method, path, nothing, as)]
          t.strictSame(found, wanted, `${method} ${path} ${ref}`)
        }
      }
    }
  }
  for (const kind of kinds) {
    for (const ref of oneIn(4, hidden[kind])) {
      const url = `/v1/${kind}/${encodeURIComponent(ref)}`
      const { etag } = await w.ask(url, { as: ['drafts:read'] })
      for (const as of Object.values(others))
        for (const tag of [etag, '*']) await w.expect(404, url, { as, headers: { 'if-none-match': tag } })
    }
  }
})

test('what is hidden is there for a key with drafts:read, whose cursors show the public no more', async (t) => {
  const { without, within, shown, hidden } = await twoWorlds(t)
  for (const kind of kinds) {
    const total = async ({ expect }: World, more = '') =>
      (await expect(200, `/v1/${kind}?count=true${more}`, { as: ['drafts:read'] })).body.total
    t.ok((await total(within)) > (await total(without)), kind)
    t.ok((await total(within, '&trashed=true')) > 0, `${kind} in the trash`)
    for (const ref of hidden[kind]) {
      const url = `/v1/${kind}/${encodeURIComponent(ref)}`
      const { status } = await within.ask(url, { as: ['drafts:read'] })
      if (status === 404)
        t.ok([200, 308].includes((await within.ask(`${url}?trashed=true`, { as: admin })).status), ref)
      else t.ok([200, 308].includes(status), ref)
    }
    for (const ref of shown.refs[kind]) {
      const { status } = await within.ask(`/v1/${kind}/${encodeURIComponent(ref)}`)
      t.ok([200, 308].includes(status), `${ref} is public`)
    }
    const list = `/v1/${kind}?limit=100&sort=createdAt&fields=id`
    const shownToAll = new Set((await within.expect(200, list)).body.items.map(({ id }: { id: string }) => id))
    const keyed = await within.expect(200, `/v1/${kind}?limit=1&sort=createdAt`, { as: ['drafts:read'] })
    const { items } = (await within.expect(200, `${list}&cursor=${keyed.body.nextCursor}`)).body
    t.ok(items.length > 0 && items.every(({ id }: { id: string }) => shownToAll.has(id)))
  }
})

test('an affiliation with a source that is not public, and a translation of an article that is not, read as null', async (t) => {
  const w = await world(t)
  w.setTime(before)
  const { article: original, publisher } = await write(w, 'hidden', {})
  const { article, analyst } = await write(
    w,
    'public',
    { status: 'published', translationOf: original.id },
    { affiliation: publisher.id },
  )
  const quote = article.quotes[0].id
  const reads = [
    `/v1/analysts/${analyst.id}`,
    '/v1/analysts',
    `/v1/analysts/${analyst.id}?fields=roles`,
    `/v1/quotes/${quote}?include=analyst,article`,
    '/v1/quotes?include=analyst,article',
    `/v1/articles/${article.id}?include=quotes.analyst`,
    '/v1/articles?include=quotes.analyst&fields=translationOf',
    `/v1/articles/${article.id}/quotes?include=article,analyst`,
    `/v1/analysts/${analyst.id}/quotes?include=article,analyst`,
  ]
  for (const url of reads) {
    for (const as of Object.values(others)) {
      const { text, headers } = await w.expect(200, url, { as })
      for (const { id } of [original, publisher]) t.notOk(`${text} ${headers['cache-tag']}`.includes(id), url)
    }
    const { text } = await w.expect(200, url, { as: ['drafts:read'] })
    t.ok(
      [original, publisher].some(({ id }) => text.includes(id)),
      `${url} with drafts:read`,
    )
  }
})

const moments: [field: string, moment: string, shownBefore: boolean][] = [
  ['publishAt', '2026-03-01T12:00:00.000Z', false],
  ['embargoUntil', '2026-03-01T12:00:00.000Z', false],
  ['expireAt', '2026-03-01T12:00:00.000Z', true],
]

for (const [field, moment, shownBefore] of moments) {
  test(`at ${field}, to the millisecond, an article and all that hangs on it ${shownBefore ? 'disappears' : 'appears'}`, async (t) => {
    const w = await world(t)
    w.setTime(before)
    const { refs } = await write(w, 'one', { status: 'published', [field]: moment })
    const visible = async () => {
      const statuses = new Set<boolean>()
      for (const kind of kinds) {
        for (const ref of refs[kind])
          statuses.add((await w.ask(`/v1/${kind}/${encodeURIComponent(ref)}`)).status !== 404)
        statuses.add((await w.expect(200, `/v1/${kind}?count=true`)).body.total > 0)
      }
      return [...statuses]
    }
    w.setTime('2026-03-01T11:59:59.999Z')
    t.strictSame(await visible(), [shownBefore])
    w.setTime(moment)
    t.strictSame(await visible(), [!shownBefore])
  })
}

test('a quote in the trash is hidden with its analyst while its article is public, and comes back', async (t) => {
  const w = await world(t)
  const { article, analyst } = await write(w, 'one', { status: 'published', quotes: [] })
  const body = { articleId: article.id, kind: 'direct', text: 'كلام أول', analystId: analyst.id }
  const { id } = await w.create('quotes', body)
  const urls = [`/v1/quotes/${id}`, `/v1/analysts/${analyst.id}`, `/v1/analysts/${analyst.id}/quotes`]
  for (const url of urls) await w.expect(200, url)
  await w.expect(204, `/v1/quotes/${id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
  for (const url of urls) await w.expect(404, url)
  t.strictSame((await w.expect(200, `/v1/articles/${article.id}?include=quotes`)).body.quotes, [])
  await w.expect(400, `/v1/articles?analyst=${analyst.id}`)
  await w.expect(200, `/v1/quotes/${id}/restoration`, { method: 'POST', as: admin })
  for (const url of urls) await w.expect(200, url)
})

test('an article does not come back from the trash with quotes of whom or whose source is still there', async (t) => {
  const w = await world(t)
  const { article, analyst, told, speaker } = await write(w, 'one', { status: 'published' })
  const remove = (kind: string, id: string) =>
    w.expect(204, `/v1/${kind}/${id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
  await remove('articles', article.id)
  await remove('analysts', analyst.id)
  for (const { id } of [told, speaker]) await remove('sources', id)
  const restore = { method: 'POST', as: admin } as const
  const { errors } = (await w.expect(422, `/v1/articles/${article.id}/restoration`, restore)).body
  t.strictSame(
    errors.map(({ pointer }: { pointer: string }) => pointer),
    ['/quotes/0/analystId', '/quotes/0/toldToId', '/quotes/1/analystId', '/quotes/2/sourceId'],
  )
  await w.expect(404, `/v1/articles/${article.id}`)
  for (const { id } of [told, speaker]) await w.expect(200, `/v1/sources/${id}/restoration`, restore)
  await w.expect(200, `/v1/analysts/${analyst.id}/restoration`, restore)
  await w.expect(200, `/v1/articles/${article.id}/restoration`, restore)
  t.equal((await w.expect(200, `/v1/articles/${article.id}/quotes`)).body.items.length, 3)
})

test('what a key was answered is stored by nobody, and does not change what the public is answered', async (t) => {
  const w = await world(t)
  w.setTime(before)
  const first = await write(w, 'public', { status: 'published' })
  await write(w, 'draft', {})
  w.setTime(now)
  for (const url of [
    '/v1/articles?count=true',
    `/v1/articles/${first.article.id}?include=quotes.analyst`,
    '/v1/quotes',
  ]) {
    const anonymous = await w.expect(200, url, { headers: same })
    const keyed = await w.expect(200, url, { as: admin })
    t.equal(keyed.headers['cache-control'], 'private, no-store')
    t.match(anonymous.headers['cache-control'], /^public, max-age=0, s-maxage=60/)
    for (const { headers } of [anonymous, keyed]) t.match(headers.vary, /Authorization/)
    t.strictSame(seen(await w.expect(200, url, { headers: same })), seen(anonymous))
  }
})

test('no answer is cached beyond the end of what stands in it', async (t) => {
  const w = await world(t)
  w.setTime(before)
  const { article, refs } = await write(w, 'one', { status: 'published', expireAt: '2026-03-01T08:00:20.500Z' })
  const [quote = ''] = refs.quotes
  for (const [url, fresh] of [
    [`/v1/articles/${article.id}`, 20],
    ['/v1/articles', 20],
    [`/v1/quotes/${quote}`, 20],
    ['/v1/quotes', 20],
    [`/v1/articles/${article.id}/quotes`, 20],
    [`/v1/articles/${encodeURIComponent('أولى-one')}`, 0],
  ] as const) {
    const { headers } = await w.ask(url)
    t.equal(headers['cache-control'], `public, max-age=0, s-maxage=${fresh}, stale-while-revalidate=0`, url)
  }
})
