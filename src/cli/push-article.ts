import { resolve } from 'node:path'
import type { ArticleDraft } from '../../schemas/articles.ts'
import { ifMatch, isProblem } from '../client/index.ts'
import { invalidContent } from '../errors.ts'
import type { ArticleFile } from './article-file.ts'
import { conflict, isAnother, saysTheSame, taken } from './conflict.ts'
import type { Server } from './connect.ts'
import { endsAll, exitCode } from './exit-code.ts'
import type { FoundFile } from './find-files.ts'
import { type LocalArticle, readLocal } from './local-article.ts'
import { type Remote, readRemote } from './remote.ts'
import { type Result, refused } from './report.ts'
import { restamped } from './stamp.ts'
import type { Paint } from './terminal.ts'
import { readText, writeWhole } from './write-file.ts'

export interface PushOptions {
  /** Where the person stands. */
  from: string
  lang?: string
  /** The file wins over what the server has. */
  ours: boolean
  onDrift?: 'refuse' | 'flag' | 'update'
  force: boolean
  message?: string
  paint: Paint
}

interface Planned {
  result: Result
  /** What `POST /v1/bulk` takes; nothing where there is nothing to do. */
  line?: object
}

interface Pushed extends LocalArticle {
  /** As the person named it. */
  name: string
}

/** Brings a Markdown file to the server. What it refuses is a result, too; throws only what ends the whole run. */
export async function pushArticle(found: FoundFile, server: Server, options: PushOptions): Promise<Result> {
  return attempt(found, server, options, (pushed) => send(pushed, server, options))
}

/** What a push would do, as far as can be told from what stands where, and the line for a dry run by the server. */
export async function planArticle(found: FoundFile, server: Server, options: PushOptions): Promise<Planned> {
  let line: object | undefined
  const result = await attempt(found, server, options, async (pushed) => {
    const { name, file, text, remembered, seen } = pushed
    const theirs = await readRemote(server, pushed.ref)
    if (!theirs && seen && !options.ours) return gone(name)
    if (theirs && (await saysTheSame(file, theirs))) return { name, outcome: 'unchanged' }
    if (theirs && !seen && !options.ours && (await isAnother(file, theirs)))
      return taken(name, file, theirs, server, options.paint)
    if (theirs && seen && !options.ours && theirs.etag !== seen)
      return text === remembered?.text ? behind(name, theirs) : conflict(name, file, theirs, server, options.paint)
    line = lineOf(pushed, theirs && options.ours ? theirs.etag : theirs && seen, options)
    return { name, outcome: theirs ? 'to change' : 'to create' }
  })
  return { result, line }
}

async function attempt(
  { path: name, folder }: FoundFile,
  server: Server,
  { from, lang }: PushOptions,
  task: (pushed: Pushed) => Promise<Result>,
): Promise<Result> {
  try {
    const local = await readLocal(resolve(from, name), { server: server.url, folder, lang })
    if (!local) return { name, outcome: 'not found', code: exitCode.notFound, detail: 'the file is gone' }
    return await task({ ...local, name })
  } catch (error) {
    if (endsAll(error)) throw error
    return refused(name, error)
  }
}

async function send(pushed: Pushed, server: Server, options: PushOptions): Promise<Result> {
  const { name, file, seen } = pushed
  const theirs = seen ? null : await readRemote(server, pushed.ref)
  if (theirs && !options.ours && (await isAnother(file, theirs)))
    return taken(name, file, theirs, server, options.paint)
  const before = seen ?? theirs?.etag ?? null
  try {
    return await write(pushed, server, options, { guard: seen, before })
  } catch (error) {
    const codes = ['stale-version', 'precondition-required', ...(seen ? ['not-found'] : [])]
    if (!codes.some((code) => isProblem(error, code))) throw error
    return settle(pushed, server, options)
  }
}

/** Somebody else has changed it, or an answer was lost on the way and the change was our own. */
async function settle(pushed: Pushed, server: Server, options: PushOptions): Promise<Result> {
  const { name, file, text, remembered } = pushed
  const theirs = await readRemote(server, pushed.ref)
  if (!theirs) return options.ours ? write(pushed, server, options, { guard: null, before: null }) : gone(name)
  if (await saysTheSame(file, theirs)) return agree(pushed, theirs, 'unchanged')
  if (options.ours) return write(pushed, server, options, { guard: theirs.etag, before: theirs.etag })
  if (text === remembered?.text) return behind(name, theirs)
  return conflict(name, file, theirs, server, options.paint)
}

async function write(
  pushed: Pushed,
  server: Server,
  { onDrift, force, message, lang }: PushOptions,
  { guard, before }: { guard: string | null; before: string | null },
): Promise<Result> {
  const { op, ref, body } = requestOf(pushed, guard, lang)
  const params = { path: { ref }, query: { ...(onDrift && { onDrift }), ...(force && { force }) } }
  const headers = { ...(guard && ifMatch(guard)), ...(message && { 'Isnad-Message': encodeURIComponent(message) }) }
  const { data, response } =
    op === 'patch'
      ? await server.isnad.PATCH('/v1/articles/{ref}', { params, headers, body: body as never })
      : await server.isnad.PUT('/v1/articles/{ref}', { params, headers, body: body as never })
  const after = await readRemote(server, data?.id ?? ref)
  const outcome = response.status === 201 ? 'created' : after?.etag === before ? 'unchanged' : 'changed'
  if (!after || after.version !== data?.version) return { name: pushed.name, outcome }
  return agree(pushed, after, outcome)
}

/** A plain file says nothing of an article that it was pushed to but title, language and text: all else stays. */
function requestOf({ file, remembered, ref }: Pushed, guard: string | null, lang: string | undefined) {
  const { title, body } = file.draft
  if (file.plain && remembered && guard) return { op: 'patch', ref, body: { title, body, ...(lang && { lang }) } }
  return { op: 'put', ref: guard ? ref : file.ref, body: complete(file) }
}

function lineOf(pushed: Pushed, guard: string | null, { lang }: PushOptions): object {
  return { type: 'article', ...requestOf(pushed, guard, lang), ...(guard && { ifMatch: guard }) }
}

const noLanguage = 'The language cannot be told from the text. Say it with --lang, or as lang: in front matter.'

function complete({ draft, ref, plain }: ArticleFile): ArticleDraft {
  if (draft.lang === undefined) throw invalidContent([{ detail: noLanguage, code: 'required' }])
  return plain || !ref.startsWith('ext:')
    ? (draft as ArticleDraft)
    : { ...draft, lang: draft.lang, externalId: ref.slice(4) }
}

/** Notes on both sides of the fence that file and server say the same now. */
async function agree(
  pushed: Pushed,
  { id, slug, version, etag, text: theirs }: Remote,
  outcome: string,
): Promise<Result> {
  const { name, path, file, memory } = pushed
  let { text } = pushed
  const present = await readText(path)
  if (file.etag !== null && file.etag !== etag && present === text) {
    text = restamped(text, { etag, text: theirs })
    await writeWhole(path, text)
  }
  await memory.remember(path, { id, etag, text })
  return { name, outcome, detail: outcome === 'created' ? slug : undefined, data: { id, slug, version, etag } }
}

function behind(name: string, { version }: Remote): Result {
  return { name, outcome: 'behind', detail: `the server has version ${version}; isnad pull takes it over` }
}

function gone(name: string): Result {
  const below = 'It was there when this file was pulled or pushed last. isnad push --ours creates it again.'
  return {
    name,
    outcome: 'not found',
    code: exitCode.notFound,
    detail: 'the server has no such article, or no longer',
    below,
  }
}
