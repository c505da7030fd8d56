import type { FastifyReply, FastifyRequest } from 'fastify'
import { thePublic } from '../caller.ts'
import { type ListQuery, listRequest, type Vocabulary } from '../list-query.ts'
import type { RouteContext } from '../resource.ts'
import { linkToNext, respond } from '../respond.ts'
import { homeOf, type Site } from '../site.ts'
import type { Kind, ResourceStore } from '../store.ts'
import type { Stores } from '../stores.ts'
import { idsIn } from '../tags.ts'
import type { Entry } from './entry.ts'
import type { FeedFormat } from './formats.ts'
import { feedTitle } from './title.ts'

/** What a feed is made of. */
export interface FeedSource<T> {
  kind: Kind
  title: string
  description: string
  store: Pick<ResourceStore<T, never, never, never>, 'list'>
  vocabulary: Vocabulary
  include: string[]
  /** Filters that always hold. */
  fixed: Record<string, string[]>
  entryOf(item: T, site: Site): Entry
}

export type FeedQuery = ListQuery & { content?: 'full' | 'summary' }

/** Sends a page of a feed: on behalf of the public, whoever asks, for a reader may pass it on. */
export async function sendFeed<T>(
  request: FastifyRequest<{ Querystring: FeedQuery }>,
  reply: FastifyReply,
  source: FeedSource<T>,
  format: FeedFormat,
  stores: Pick<Stores, 'sources' | 'analysts'>,
  { cursors, now, site }: RouteContext,
): Promise<FastifyReply> {
  const { content = 'full', ...query } = request.query
  const { request: asked, question } = listRequest(query, source.vocabulary, cursors, source.kind)
  const page = await source.store.list(thePublic, {
    ...asked,
    filters: { ...asked.filters, ...source.fixed },
    include: source.include,
    body: content === 'full',
  })
  const { base } = site()
  const entries = page.items.map((item) => source.entryOf(item, site()))
  const languages = [...new Set(entries.map(({ lang }) => lang))]
  const nextCursor = page.next && cursors.write(page.next, question)
  const title = await feedTitle(source.title, asked.filters, stores)
  const feed = {
    title: title.text,
    description: source.description,
    lang: languages.length === 1 ? (languages[0] as string) : null,
    self: `${base}${request.url}`,
    first: `${base}${addressWith(request.url, null)}`,
    next: nextCursor && `${base}${addressWith(request.url, nextCursor)}`,
    home: homeOf(site()),
    updated: lastChange(entries, now()),
    entries,
  }
  linkToNext(request, reply, nextCursor)
  return respond(
    request,
    reply,
    {
      payload: { items: page.items },
      content: { type: format.mediaType, text: await format.write(feed) },
      visibleUntil: page.visibleUntil,
      tags: [source.kind, ...title.ids, ...idsIn(page.items)],
    },
    now(),
  )
}

/**
 * When the latest of the items was changed. A feed without any has no such time,
 * and Atom demands one: the day of today, which changes rarely enough for 304s
 * and is the same whichever worker is asked.
 */
function lastChange(entries: Entry[], now: Date): Date {
  if (entries.length === 0) return new Date(now.toISOString().slice(0, 10))
  return new Date(Math.max(...entries.map(({ updated }) => updated.getTime())))
}

/** The same page of the same feed, from another place on. */
function addressWith(url: string, cursor: string | null): string {
  const [path, query] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.delete('cursor')
  if (cursor !== null) parameters.set('cursor', cursor)
  return parameters.size > 0 ? `${path}?${parameters}` : `${path}`
}
