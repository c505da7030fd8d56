import Database from 'better-sqlite3'
import { type Test, test } from 'tap'
import { admin, type Request, type World, world } from './helper.ts'

const key = { as: admin }
const remove: Request = { ...key, method: 'DELETE', ifMatch: '*' }

interface Entry {
  sequence: number
  at: string
  resource: string
  id: string
  articleId: string | null
  version: number
  action: string
  actor: string
  actorName: string
}

/** A server on a file, and what it has written there. */
async function logged(
  t: Test,
): Promise<
  World & { changes(): Entry[]; revisions(): { resource: string; id: string; version: number; state: any }[] }
> {
  const path = `${t.testdir()}/isnad.db`
  const made = await world(t, { databaseUrl: `file:${path}` })
  const read = <T>(sql: string): T[] => {
    const database = new Database(path, { readonly: true })
    try {
      return database.prepare(sql).all() as T[]
    } finally {
      database.close()
    }
  }
  return {
    ...made,
    changes: () =>
      read<Entry>(
        'SELECT sequence, at, resource, id, article_id AS articleId, version, action, actor, actor_name AS actorName FROM changes ORDER BY sequence',
      ),
    revisions: () =>
      read<{ resource: string; id: string; version: number; state: string }>(
        'SELECT resource, id, version, state FROM revisions ORDER BY rowid',
      ).map((revision) => ({ ...revision, state: JSON.parse(revision.state) })),
  }
}

const drafts = { sources: { name: 'Daily' }, analysts: { name: 'Nadia' }, articles: { lang: 'en', title: 'Prices' } }

for (const [kind, draft] of Object.entries(drafts)) {
  test(`every write to ${kind} is logged once, by whom and when, and keeps the state before`, async (t) => {
    const { expect, setTime, changes, revisions } = await logged(t)
    const url = `/v1/${kind}/ext:k`
    const steps: [string, Request, string, string][] = [
      ['create', { method: 'PUT', body: draft, as: ['content:write'] }, url, '2026-03-01T00:00:00.000Z'],
      [
        'update',
        { ...key, method: 'PATCH', body: { externalId: 'k', slug: 'other' }, ifMatch: '*' },
        url,
        '2026-03-02T00:00:00.000Z',
      ],
      ['trash', remove, url, '2026-03-03T00:00:00.000Z'],
      ['restore', { ...key, method: 'POST' }, `${url}/restoration`, '2026-03-04T00:00:00.000Z'],
      [
        'update',
        { ...key, method: 'PUT', body: { ...draft, slug: 'third' }, ifMatch: '*' },
        url,
        '2026-03-05T00:00:00.000Z',
      ],
    ]
    const states: any[] = []
    for (const [, request, to, time] of steps) {
      setTime(time)
      await expect(request.method === 'DELETE' ? 204 : states.length === 0 ? 201 : 200, to, request)
      const trashed = request.method === 'DELETE' ? '?trashed=true' : ''
      states.push((await expect(200, `${url}${trashed}`, key)).body)
    }
    t.strictSame(
      changes().map(({ action, version, at, resource, id }) => ({ action, version, at, resource, id })),
      steps.map(([action, , , at], n) => ({ action, version: n + 1, at, resource: kind, id: states[0].id })),
    )
    t.strictSame(
      changes().map(({ actorName }) => actorName),
      ['content:write', ...Array(steps.length - 1).fill('admin')],
    )
    t.strictSame(
      revisions().map(({ resource, version, state }) => ({ resource, version, state })),
      states.slice(0, -1).map((state, n) => ({ resource: kind, version: n + 1, state })),
    )
    t.equal(states.at(-1).updatedAt, changes().at(-1)?.at)

    await expect(204, `${url}?purge=true`, remove)
    t.match(changes().at(-1), { action: 'purge', id: states[0].id, version: steps.length + 1 }, 'the log remains')
    t.strictSame(revisions(), [], 'the states do not')
  })
}

test('what changes nothing, is refused or fails half way leaves no trace', async (t) => {
  const { create, expect, changes, revisions } = await logged(t)
  const body = { format: 'text', content: 'Salt is dear. Sand is cheap.' }
  const draft = { lang: 'en', title: 'Prices', body, quotes: [{ kind: 'direct', text: 'Salt is dear' }] }
  const { id, quotes } = await create('articles', { ...draft, externalId: 'a' })
  const before = [changes(), revisions()]
  const url = `/v1/articles/${id}`
  await expect(200, '/v1/articles/ext:a', { ...key, method: 'PUT', body: draft })
  await expect(200, url, { ...key, method: 'PATCH', body: { title: 'Prices' }, ifMatch: '*' })
  await expect(200, `/v1/quotes/${quotes[0].id}`, {
    ...key,
    method: 'PATCH',
    body: { status: 'asserted' },
    ifMatch: '*',
  })
  await expect(412, url, { ...key, method: 'PATCH', body: { title: 'New' }, ifMatch: '"x"' })
  await expect(428, url, { ...key, method: 'DELETE' })
  await expect(422, url, { ...key, method: 'PATCH', body: { sourceId: 'ext:none' }, ifMatch: '*' })
  await expect(409, url, {
    ...key,
    method: 'PATCH',
    body: { body: { format: 'text', content: 'Nothing.' } },
    ifMatch: '*',
  })
  const listed = [
    { kind: 'direct', text: 'Sand is cheap', externalId: 'new' },
    { kind: 'direct', text: 'nowhere' },
  ]
  await expect(422, url, { ...key, method: 'PUT', body: { ...draft, title: 'New', quotes: listed }, ifMatch: '*' })
  await expect(422, '/v1/articles', { ...key, method: 'POST', body: { ...draft, quotes: listed } })
  t.strictSame([changes(), revisions()], before)
  t.match((await expect(200, `${url}?include=quotes`, key)).body, {
    title: 'Prices',
    version: 1,
    quotes: [{ id: quotes[0].id, version: 1 }],
  })
  await expect(404, '/v1/quotes/ext:new', key)
})

test('the log says of a quote which article it is in, and follows what happens to that', async (t) => {
  const { create, expect, changes, revisions } = await logged(t)
  const body = { format: 'text', content: 'Salt is dear. Sand is cheap.' }
  const { id, quotes } = await create('articles', {
    lang: 'en',
    title: 'Prices',
    body,
    quotes: [{ kind: 'direct', text: 'Salt is dear' }],
  })
  const quote = quotes[0].id
  const since = () =>
    changes()
      .slice(start)
      .map(({ resource, action, version }) => `${action} ${resource} v${version}`)
      .sort()
  let start = 0
  t.strictSame(since(), ['create articles v1', 'create quotes v1'])
  for (const entry of changes()) t.equal(entry.articleId, entry.resource === 'quotes' ? id : null)

  const steps: [Request, string, string[]][] = [
    [{ method: 'PATCH', body: { note: 'x' }, ifMatch: '*' }, `quotes/${quote}`, ['update quotes v2']],
    [{ method: 'PATCH', body: { title: 'New' }, ifMatch: '*' }, `articles/${id}`, ['update articles v2']],
    [
      {
        method: 'PATCH',
        body: { body: { format: 'text', content: 'And salt. Salt is dear. Sand is cheap.' } },
        ifMatch: '*',
      },
      `articles/${id}`,
      ['update articles v3', 'update quotes v3'],
    ],
    [{ method: 'DELETE', ifMatch: '*' }, `articles/${id}`, ['trash articles v4', 'trash quotes v4']],
    [{ method: 'POST' }, `articles/${id}/restoration`, ['restore articles v5', 'restore quotes v5']],
    [
      {
        method: 'PUT',
        body: {
          lang: 'en',
          title: 'New',
          body: { format: 'text', content: 'And salt. Salt is dear. Sand is cheap.' },
          quotes: [],
        },
        ifMatch: '*',
      },
      `articles/${id}`,
      ['trash quotes v6'],
    ],
    [{ method: 'DELETE', ifMatch: '*' }, `articles/${id}?purge=true`, ['purge articles v6', 'purge quotes v7']],
  ]
  for (const [request, url, wanted] of steps) {
    start = changes().length
    await expect(request.method === 'DELETE' ? 204 : 200, `/v1/${url}`, { ...key, ...request })
    t.strictSame(since(), wanted, `${request.method} ${url}`)
  }
  t.strictSame(revisions(), [])
  const sequences = changes().map(({ sequence }) => sequence)
  t.strictSame(
    sequences,
    [...sequences].sort((a, b) => a - b),
  )
})
