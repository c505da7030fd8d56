import { dirname, join, relative, resolve } from 'node:path'
import { readArticleFile } from './article-file.ts'
import { canonical } from './canonical.ts'
import { conflict, saysTheSame } from './conflict.ts'
import type { Server } from './connect.ts'
import { endsAll, exitCode } from './exit-code.ts'
import { type LocalArticle, readLocal, refOfFile } from './local-article.ts'
import { type Memory, memoryOf } from './memory.ts'
import { mergeTexts } from './merge-texts.ts'
import { type Remote, readRemote } from './remote.ts'
import { type Result, refused, visible } from './report.ts'
import { stamped, withStamp } from './stamp.ts'
import type { Paint } from './terminal.ts'
import { readText, writeWhole } from './write-file.ts'

export interface PullOptions {
  /** Where the person stands. */
  from: string
  /** Where new files go. */
  out: string
  /** The files of articles that the folder knows, by their ids. */
  places: Map<string, string>
  /** What to do with a file that was changed here. */
  how: 'ask' | 'merge' | 'force'
  dryRun: boolean
  paint: Paint
}

/** An article on its way into a file. */
interface Pulled extends PullOptions {
  name: string
  memory: Memory
  path: string
  theirs: Remote
  server: Server
  /** The whole file as it would be without anything local. */
  text: string
}

/** Writes one article to its file. What stands in the way is a result, too; throws only what ends the whole run. */
export async function pullArticle(named: string, server: Server, options: PullOptions): Promise<Result> {
  try {
    const file = named.startsWith('ext:') ? null : resolve(options.from, named)
    const ref = file && (await refOfFile(file, server.url))
    const theirs = await readRemote(server, ref ?? named)
    if (!theirs)
      return {
        name: named,
        outcome: 'not found',
        code: exitCode.notFound,
        detail: 'no such article that this key may see',
      }
    const path =
      ref === null ? (options.places.get(theirs.id) ?? join(options.out, fileName(theirs.slug))) : (file as string)
    const name = relative(options.from, path) || path
    const isBelow = !relative(options.out, path).startsWith('..')
    const memory = await memoryOf(dirname(path), isBelow ? options.out : dirname(path), server.url)
    return await take({ ...options, name, path, theirs, server, memory })
  } catch (error) {
    if (endsAll(error)) throw error
    return refused(named, error)
  }
}

/** A slug is letters, digits and hyphens; whatever else a server says cannot lead out of the folder, or to a device of Windows. */
function fileName(slug: string): string {
  const safe = slug.replaceAll(/[^\p{L}\p{M}\p{N}-]+/gu, '_') || '_'
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(safe) ? `${safe}_.md` : `${safe}.md`
}

async function take(asked: Omit<Pulled, 'text'>): Promise<Result> {
  const { path, theirs, server, how } = asked
  const present = await readText(path)
  const plain = present !== null && !present.startsWith('---')
  const text = plain ? await canonical(theirs.file, { draft: theirs.file.draft, plain }) : stamped(theirs)
  const pulled = { ...asked, text }
  if (present === null) return put(pulled, 'pulled')
  if (present === text) return put(pulled, 'unchanged')
  if (how === 'force') return put(pulled, 'replaced')
  const local = (await readLocal(path, { server: server.url })) as LocalArticle
  if (!isOf(local, theirs)) return inTheWay(pulled)
  const untouched = local.text === local.remembered?.text
  const upToDate = local.seen === theirs.etag
  if (untouched) return upToDate ? { name: asked.name, outcome: 'unchanged' } : put(pulled, 'updated')
  if (await saysTheSame(local.file, theirs)) return put(pulled, 'unchanged', local.text)
  if (upToDate) return { name: asked.name, outcome: 'unchanged', detail: 'what you changed is not pushed yet' }
  return how === 'merge' ? merge(pulled, local) : conflict(asked.name, local.file, theirs, server, asked.paint)
}

function isOf({ ref, remembered }: LocalArticle, { id, file }: Remote): boolean {
  return remembered ? remembered.id === id : ref === id || ref === file.ref
}

async function put(
  { path, name, theirs, memory, text, dryRun }: Pulled,
  outcome: string,
  kept = text,
): Promise<Result> {
  const { id, slug, version, etag } = theirs
  if (!dryRun) {
    if (kept === text && (await readText(path)) !== text) await writeWhole(path, text)
    await memory.remember(path, { id, etag, text: kept })
  }
  return { name, outcome, data: { id, slug, version, etag } }
}

async function merge({ path, name, theirs, memory, text, dryRun }: Pulled, local: LocalArticle): Promise<Result> {
  const { file, remembered, seen } = local
  const known = remembered?.etag === seen ? remembered : null
  const before = known && readArticleFile(Buffer.from(known.text), { key: known.path })
  const [ours, base, server] = await Promise.all([
    canonical(file, file),
    before && canonical(before, file),
    canonical(theirs.file, file),
  ])
  const merged = mergeTexts(ours, base, server)
  const { id, version, etag } = theirs
  if (!dryRun) {
    await writeWhole(path, file.etag === null ? merged.text : withStamp(merged.text, theirs))
    await memory.remember(path, { id, etag, text })
  }
  const data = { id, version, etag, conflicts: merged.conflicts }
  if (merged.conflicts === 0) return { name, outcome: 'merged', detail: 'both changes stand; push it', data }
  const places = merged.conflicts === 1 ? 'one place' : `${merged.conflicts} places`
  const below = `Look for <<<<<<< in ${visible(name)}: choose what is to stand, delete the marks, push it.`
  return { name, outcome: 'conflict', code: exitCode.conflict, detail: `merged but for ${places}`, below, data }
}

function inTheWay({ name }: Pulled): Result {
  const below = `Move ${visible(name)} away, or pull into another folder with --out. --force replaces it.`
  const detail = 'another file has this name, and is not this article'
  return { name, outcome: 'conflict', code: exitCode.conflict, detail, below }
}
