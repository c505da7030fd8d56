import { createCursors } from '../../src/cursor.ts'
import { openStores } from '../../src/stores.ts'

/** The addresses that are asked for. */
export interface Addresses {
  /** Ids of articles, the newest first. */
  ids: string[]
  articles: string[]
  lists: string[]
  deepest: string[]
  quotes: string[]
}

const most = 950
const list = '/v1/articles?limit=20'

/** Addresses of what a database holds, found by asking a server that serves it. */
export async function findAddresses(url: string, database: string): Promise<Addresses> {
  const ids: string[] = []
  const lists: string[] = []
  for (let path: string | null = list; path && ids.length < most; ) {
    const page = (await (await fetch(url + path)).json()) as { items: { id: string }[]; nextCursor: string | null }
    ids.push(...page.items.map(({ id }) => id))
    lists.push(path)
    path = page.nextCursor && `${list}&cursor=${encodeURIComponent(page.nextCursor)}`
  }
  const analysts = (await (await fetch(`${url}/v1/analysts?limit=20`)).json()) as { items: { id: string }[] }
  return {
    ids: ids.slice(0, most),
    articles: ids.slice(0, most).map((id) => `/v1/articles/${id}?include=source,quotes.analyst`),
    lists,
    deepest: [`${list}&cursor=${encodeURIComponent(await deepest(url, database))}`],
    quotes: analysts.items.map(({ id }) => `/v1/analysts/${id}/quotes?limit=20`),
  }
}

/** The cursor of the last full page, which nobody could reach by turning a hundred thousand pages. */
async function deepest(url: string, database: string): Promise<string> {
  const { items } = (await (await fetch(`${url}/v1/articles?limit=21&sort=publishedAt`)).json()) as {
    items: { id: string; publishedAt: string }[]
  }
  const { id, publishedAt } = items[20] as (typeof items)[0]
  const stores = await openStores(`file:${database}`)
  const cursor = createCursors(stores.secret).write({ value: publishedAt, id }, '["articles",[],"-publishedAt",false]')
  await stores.close()
  return cursor
}
