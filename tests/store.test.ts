import { type Test, test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { writeBody } from '../src/body/formats.ts'
import { type Caller, thePublic } from '../src/caller.ts'
import type { Failure } from '../src/errors.ts'
import type { Kind, ListRequest } from '../src/store.ts'
import { openStores, type StoreOptions, type Stores } from '../src/stores.ts'

/* The promises of every store, whatever the engine: each engine's address joins this list. */
const engines: [name: string, address: (t: Test) => string][] = [
  ['a file', (t) => `file:${t.testdir()}/isnad.db`],
  ['memory', () => 'file::memory:'],
]

const callerWith = (...scopes: Scope[]): Caller => ({ keyId: scopes.join(), keyName: scopes.join(), scopes })
const admin = callerWith('admin')
const writer = callerWith('content:write')
const know = { ifMatch: '*' as const, createOnly: false, force: false }
const blind = { ifMatch: null, createOnly: false }
const refuse = { onDrift: 'refuse' as const, force: false }
const reading = { include: [], trashed: false, body: true }
const asking: ListRequest = {
  filters: {},
  sort: { field: 'createdAt', descending: false },
  limit: 100,
  after: null,
  count: true,
  trashed: false,
  include: [],
  body: false,
}
const everything = { ...asking, trashed: true }
const words = 'الماء لا ينتظر أحدا'

for (const [engine, address] of engines) {
  const open = async (t: Test, options: StoreOptions = {}) => {
    const stores = await openStores(address(t), options)
    t.teardown(() => stores.close())
    return stores
  }

  test(`${engine}: a ref is an id, a slug or an external key, for every kind`, async (t) => {
    const stores = await open(t)
    const { item: source } = await stores.sources.create(admin, { externalId: 's', name: 'ساحل نيوز', kind: 'outlet' })
    for (const ref of [source.id, source.id.toUpperCase(), 'ساحل-نيوز', 'ext:s']) {
      t.equal((await stores.sources.read(admin, ref, reading)).item.id, source.id, ref)
    }
    const { item: analyst } = await stores.analysts.create(admin, { externalId: 'a', name: 'سالم الطويل' })
    for (const ref of [analyst.id, 'سالم-الطويل', 'ext:a']) {
      t.equal((await stores.analysts.read(admin, ref, reading)).item.id, analyst.id, ref)
    }
    const { item: article } = await stores.articles.create(admin, await withQuotes())
    for (const ref of [article.id, 'مرسى-الرمل', 'ext:water']) {
      t.equal((await stores.articles.read(admin, ref, reading)).item.id, article.id, ref)
    }
    const quote = article.quotes?.[0]
    for (const ref of [quote?.id as string, 'ext:q1']) {
      t.equal((await stores.quotes.read(admin, ref, reading)).item.id, quote?.id, ref)
    }
  })

  test(`${engine}: arguments and results are plain data, errors carry codes`, async (t) => {
    const stores = await open(t)
    const draft = structuredClone(await withQuotes())
    const created = await stores.articles.create(structuredClone(admin), draft)
    t.same(structuredClone(created), created)
    t.same(JSON.parse(JSON.stringify(created)), created)
    for (const kind of ['articles', 'quotes', 'sources', 'analysts'] as Kind[]) {
      const page = await stores[kind].list(admin, asking)
      t.same(structuredClone(page), page)
    }
    const quotes = [{ kind: 'direct' as const, text: 'كلام لم يقله أحد' }]
    const failure = await failureOf(stores.articles.create(admin, { ...draft, externalId: null, quotes }))
    t.same(structuredClone({ ...failure }), { ...failure })
    t.match(failure, { code: 'invalid-content', faults: [{ pointer: /^\/quotes\/0\// }] })
    await t.rejects(stores.articles.read(admin, 'ext:none', reading), { code: 'not-found' })
  })

  test(`${engine}: a write that fails at any of its statements leaves nothing`, async (t) => {
    let left = Number.POSITIVE_INFINITY
    const stores = await open(t, {
      onStatement() {
        left--
        if (left === 0) throw new Error('the disk is on fire')
      },
    })
    await stores.sources.create(admin, { externalId: 's', name: 'ساحل نيوز', kind: 'outlet' })
    await stores.articles.create(admin, await withQuotes())
    const rewritten = await withQuotes('البحر')
    const other = {
      ...(await withQuotes()),
      externalId: null,
      slug: 'other',
      quotes: [{ kind: 'direct' as const, text: words }],
    }
    const writes: Record<string, () => Promise<unknown>> = {
      create: () => stores.articles.create(admin, other),
      put: () => stores.articles.put(admin, 'ext:water', rewritten, { ...know, ...refuse }),
      patch: () =>
        stores.articles.patch(admin, 'ext:water', { title: 'عنوان آخر', tags: ['ماء'] }, { ...know, ...refuse }),
      trash: () => stores.articles.trash(admin, 'ext:water', know),
      restore: () => stores.articles.restore(admin, 'ext:water'),
      purge: () => stores.articles.purge(admin, 'ext:water', know),
    }
    for (const [name, write] of Object.entries(writes)) {
      const before = await contentOf(stores)
      let failures = 0
      for (let n = 1; ; n++) {
        left = n
        const failed = await write().then(
          () => false,
          () => true,
        )
        const reached = left <= 0
        left = Number.POSITIVE_INFINITY
        if (!reached) break
        t.ok(failed, `${name} says that statement ${n} failed`)
        t.same(await contentOf(stores), before, `${name} with statement ${n} failing`)
        failures++
      }
      t.ok(failures > 3, `${name} was failed at each of its ${failures} statements`)
      t.notSame(await contentOf(stores), before, `${name} then works`)
    }
  })

  test(`${engine}: a refused write leaves nothing`, async (t) => {
    const stores = await open(t)
    await stores.articles.create(admin, await withQuotes())
    await stores.analysts.create(admin, { externalId: 'a', name: 'سالم الطويل' })
    await stores.sources.create(admin, { externalId: 's', name: 'ساحل نيوز', slug: 'sahil', kind: 'outlet' })
    await stores.quotes.patch(admin, 'ext:q1', { analystId: 'ext:a', toldToId: 'ext:s' }, know)
    await stores.sources.create(admin, { externalId: 'gone', name: 'منسي', kind: 'outlet' })
    await stores.sources.trash(admin, 'ext:gone', know)
    const stale = { ifMatch: [{ resource: '00000000', version: 1, quotesVersion: null }], createOnly: false }
    const before = await contentOf(stores)
    const body = await writeBody({ format: 'text', content: 'نص جديد بلا ذلك الكلام.' })
    const refused: [code: string, write: () => Promise<unknown>][] = [
      ['insufficient-scope', () => stores.sources.create(thePublic, { name: 'x', kind: 'outlet' })],
      ['insufficient-scope', () => stores.sources.create(callerWith('drafts:read'), { name: 'x', kind: 'outlet' })],
      [
        'insufficient-scope',
        () => stores.articles.patch(writer, 'ext:water', { status: 'published' }, { ...know, ...refuse }),
      ],
      ['duplicate-external-id', () => stores.sources.create(admin, { externalId: 's', name: 'x', kind: 'outlet' })],
      ['slug-taken', () => stores.sources.create(admin, { slug: 'sahil', name: 'x', kind: 'outlet' })],
      ['in-trash', () => stores.sources.put(admin, 'ext:gone', { name: 'x', kind: 'outlet' }, blind)],
      ['in-trash', () => stores.sources.patch(admin, 'ext:gone', { name: 'x' }, know)],
      ['not-found', () => stores.sources.put(admin, 'nobody', { name: 'x', kind: 'outlet' }, know)],
      ['not-found', () => stores.sources.restore(admin, 'ext:s')],
      [
        'already-exists',
        () => stores.sources.put(admin, 'ext:s', { name: 'x', kind: 'outlet' }, { ...blind, createOnly: true }),
      ],
      ['precondition-required', () => stores.sources.patch(admin, 'ext:s', { name: 'x' }, blind)],
      ['precondition-required', () => stores.sources.put(writer, 'ext:s', { name: 'x', kind: 'outlet' }, blind)],
      ['precondition-required', () => stores.sources.put(admin, 'sahil', { name: 'x', kind: 'outlet' }, blind)],
      ['stale-version', () => stores.sources.put(admin, 'ext:s', { name: 'x', kind: 'outlet' }, stale)],
      ['stale-version', () => stores.sources.put(admin, 'ext:new', { name: 'x', kind: 'outlet' }, stale)],
      ['stale-version', () => stores.sources.trash(admin, 'ext:s', stale)],
      ['still-referenced', () => stores.sources.trash(admin, 'ext:s', know)],
      ['still-referenced', () => stores.analysts.purge(admin, 'ext:a', know)],
      ['quote-drift', () => stores.articles.patch(admin, 'ext:water', { body }, { ...know, ...refuse })],
      ['invalid-content', () => stores.sources.patch(admin, 'ext:s', { name: null } as never, know)],
      [
        'invalid-content',
        () =>
          stores.articles.create(admin, { title: 'x', lang: 'ar', sourceId: 'ext:none', translationOf: 'ext:none' }),
      ],
    ]
    for (const [code, write] of refused) {
      await t.rejects(write(), { code })
      t.same(await contentOf(stores), before, `after ${code} everything is as it was`)
    }
    const both = await failureOf(refused.at(-1)?.[1]() as Promise<unknown>)
    t.same(both.faults.map(({ pointer }) => pointer).sort(), ['/sourceId', '/translationOf'], 'all faults at once')
  })

  test(`${engine}: of writes at the same time each sees the one before`, async (t) => {
    const stores = await open(t)
    const twenty = Array.from({ length: 20 }, () => stores.articles.create(admin, { title: 'سوق الماء', lang: 'ar' }))
    const slugs = (await Promise.all(twenty)).map(({ item }) => item.slug)
    t.equal(new Set(slugs).size, 20)
    const [first] = await Promise.all(twenty)
    const { id } = (first as Awaited<(typeof twenty)[0]>).item
    const seen = {
      ifMatch: [{ resource: id.slice(-8), version: 1, quotesVersion: null }],
      createOnly: false,
      ...refuse,
    }
    const races = Array.from({ length: 20 }, (_, i) => stores.articles.patch(admin, id, { section: `${i}` }, seen))
    const outcomes = await Promise.allSettled(races)
    t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1, 'one of those who saw version 1 wins')
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        t.match(outcome.reason, { code: 'stale-version', members: { version: 2, changed: ['section'] } })
    }
    const puts = Array.from({ length: 10 }, () =>
      stores.sources.put(admin, 'ext:one', { name: 'x', kind: 'outlet' }, blind),
    )
    const made = (await Promise.all(puts)).map(({ outcome }) => outcome).sort()
    t.same(made, ['created', ...Array(9).fill('unchanged')], 'ten upserts of the same create one')
  })

  test(`${engine}: a version goes up with every change, and a stale one is told what changed since`, async (t) => {
    const stores = await open(t)
    const { item } = await stores.analysts.create(admin, { externalId: 'a', name: 'سالم' })
    const put = await stores.analysts.put(admin, 'ext:a', { name: 'سالم' }, blind)
    t.match(put, { outcome: 'unchanged', item: { version: 1, updatedAt: item.updatedAt } })
    t.match(await stores.analysts.put(admin, 'ext:a', { name: 'سالم', bio: 'باحث' }, blind), {
      outcome: 'replaced',
      item: { version: 2 },
    })
    t.match(await stores.analysts.patch(admin, 'ext:a', { country: 'LY' }, know), { item: { version: 3, bio: 'باحث' } })
    const old = (version: number) => ({
      ifMatch: [{ resource: item.id.slice(-8), version, quotesVersion: null }],
      createOnly: false,
    })
    for (const [version, changed] of [
      [1, ['country', 'bio']],
      [2, ['country']],
    ] as const) {
      const failure = await failureOf(stores.analysts.patch(admin, 'ext:a', {}, old(version)))
      t.same(failure.members, { version: 3, changed })
    }
    await stores.analysts.trash(admin, 'ext:a', old(3))
    t.match((await stores.analysts.restore(admin, 'ext:a')).item, { version: 5, slug: item.slug, bio: 'باحث' })
  })

  test(`${engine}: an earlier slug leads to the present one and is given to nobody else`, async (t) => {
    const stores = await open(t)
    await stores.sources.create(admin, { externalId: 's', name: 'الأولى', kind: 'outlet' })
    await stores.sources.patch(admin, 'ext:s', { slug: 'الثانية' }, know)
    await t.rejects(stores.sources.read(admin, 'الأولى', reading), { name: 'Moved', slug: 'الثانية' })
    await t.rejects(stores.sources.patch(admin, 'الأولى', { name: 'x' }, know), { name: 'Moved' })
    await t.rejects(stores.sources.read(thePublic, 'الأولى', reading), { code: 'not-found' })
    const { item } = await stores.sources.create(admin, { name: 'الأولى', kind: 'outlet' })
    t.equal(item.slug, 'الأولى-2')
    await stores.sources.purge(admin, 'ext:s', know)
    await t.rejects(stores.sources.read(admin, 'الأولى', reading), { code: 'not-found' })
  })

  test(`${engine}: a list comes whole and once, page by page, in either order`, async (t) => {
    const stores = await open(t, { now: () => new Date('2026-05-01T00:00:00Z') })
    for (let i = 0; i < 23; i++) await stores.articles.create(admin, { title: `مقال ${i % 5}`, lang: 'ar' })
    const { items } = await stores.articles.list(admin, asking)
    for (const field of ['publishedAt', 'createdAt', 'title']) {
      for (const descending of [false, true]) {
        const seen: string[] = []
        let after: ListRequest['after'] = null
        do {
          const page = await stores.articles.list(admin, { ...asking, sort: { field, descending }, limit: 5, after })
          t.equal(page.total, 23)
          seen.push(...page.items.map(({ id }) => id))
          after = page.next
        } while (after)
        t.same([...seen].sort(), items.map(({ id }) => id).sort(), `${field} ${descending}`)
      }
    }
    t.match(await stores.articles.list(thePublic, asking), { items: [], total: 0, next: null })
    await t.rejects(stores.articles.list(admin, { ...asking, filters: { source: ['ext:none'] } }), {
      code: 'invalid-parameter',
    })
  })

  test(`${engine}: keys are found by their hash, refused once revoked, and ADMIN_KEY replaces the one before`, async (t) => {
    const { keys } = await open(t)
    t.equal(await keys.any(), false)
    const key = await keys.create({ name: 'push', scopes: ['content:write'] }, 'hash')
    t.same(await keys.find('hash'), key)
    t.equal(await keys.find('other'), null)
    await keys.revoke(key.id)
    t.match(await keys.find('hash'), { revokedAt: String })
    await t.rejects(keys.revoke('nothing'), { code: 'not-found' })
    for (const hash of ['one', 'two', 'two', null]) await keys.setAdminKey(hash)
    t.match(await keys.find('one'), { scopes: ['admin'], revokedAt: String })
    t.match(await keys.find('two'), { scopes: ['admin'], revokedAt: String })
    await keys.setAdminKey('one')
    t.match(await keys.find('one'), { revokedAt: null })
    t.equal((await keys.list()).length, 3)
    t.equal(await keys.any(), true)
  })

  test(`${engine}: closing lets the writes in progress finish`, async (t) => {
    const stores = await openStores(address(t))
    t.equal(await stores.ready(), true)
    const writes = [1, 2, 3].map((n) => stores.sources.create(admin, { name: `${n}`, kind: 'outlet' }))
    await stores.close()
    t.equal((await Promise.allSettled(writes)).filter(({ status }) => status === 'fulfilled').length, 3)
  })
}

/** An article with one direct quote, whose words stand in its body. */
async function withQuotes(quoted = words) {
  const body = await writeBody({ format: 'text', content: `يقول الطويل: "${words}" في البحر.` })
  return {
    externalId: 'water',
    title: 'مرسى الرمل',
    lang: 'ar',
    body,
    quotes: [{ externalId: 'q1', kind: 'direct' as const, text: quoted }],
  }
}

/** Everything that a store tells of its content, the trash included. */
async function contentOf(stores: Stores) {
  const kinds: Kind[] = ['articles', 'sources', 'analysts', 'quotes']
  const lists = kinds.flatMap((kind) =>
    [asking, everything].map((request) => stores[kind].list(admin, { ...request, body: true })),
  )
  return Promise.all(lists)
}

async function failureOf(write: Promise<unknown>): Promise<Failure> {
  return write.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: Failure) => error,
  )
}
