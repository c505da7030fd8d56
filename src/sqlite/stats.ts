import { and, type SQL, sql } from 'drizzle-orm'
import type { GroupBy, Voice } from '../../schemas/stats.ts'
import { type Ranked, rank } from '../stats/rank.ts'
import type { StatsStore, Voices, VoicesQuestion } from '../stats/store.ts'
import { addUp } from '../stats/tally.ts'
import type { Connection, Db } from './connection.ts'
import { anyOf, inIds, type Reading } from './reading.ts'
import { speaks } from './speaks.ts'
import { analysts, sources, topics } from './tables/named.ts'
import { speakers, voices } from './tables/quotes.ts'
import { countable } from './visibility.ts'

/** The store of statistics. Each answer is read in one transaction, so that its parts agree. */
export function createStatsStore(connection: Connection): StatsStore {
  const { reader: db } = connection
  return {
    voices: async (caller, question) =>
      db.transaction(() => readVoices({ db, caller, now: connection.now() }, question)),
  }
}

function readVoices(reading: Reading, question: VoicesQuestion): Voices {
  const { groupBy, limit } = question
  const { total, lines, visibleUntil } = readCounts(reading, question)
  if (lines === null) return { items: [], visibleUntil: null }
  const { keys, groupsOf } = readGroups(reading.db, groupBy)
  const ranked = rank(keys, addUp(lines, groupsOf, keys.length), total, limit)
  return { items: labelled(reading.db, groupBy, ranked), visibleUntil }
}

/** The counts of all articles that the question is about, as one text. */
function readCounts(reading: Reading, question: VoicesQuestion) {
  const counts = question.groupBy === 'toldTo' ? voices.toldTo : voices.speakers
  const row = reading.db
    .select({
      total: sql<number>`sum(${voices.quotes})`,
      lines: sql<Buffer | null>`CAST(group_concat(nullif(${counts}, ''), char(10)) AS BLOB)`,
      visibleUntil: sql<string | null>`min(${voices.expireAt})`,
    })
    .from(voices)
    .where(and(countable(reading.caller, reading.now), ...conditions(question)))
    .get()
  return row as NonNullable<typeof row>
}

function conditions({ from, to, sections, langs }: VoicesQuestion): SQL[] {
  const { publishedSort, section } = voices
  return [
    ...(from === null ? [] : [sql`${publishedSort} >= ${from}`]),
    ...(to === null ? [] : [sql`${publishedSort} < ${to} AND ${publishedSort} > ''`]),
    ...(sections.length === 0 ? [] : [anyOf(section, sections)]),
    ...(langs.length === 0 ? [] : [speaks(voices, langs)]),
  ]
}

/** The keys of the groups, and to which of them, by their index, the speaker of each number belongs. */
function readGroups(db: Db, groupBy: GroupBy) {
  const indexes = new Map<string, number>()
  const groupsOf: number[][] = []
  for (const [number, key] of db.values<[number, string]>(members[groupBy])) {
    const index = indexes.get(key) ?? indexes.size
    indexes.set(key, index)
    const groups = groupsOf[number]
    if (groups) groups.push(index)
    else groupsOf[number] = [index]
  }
  return { keys: [...indexes.keys()], groupsOf }
}

const ofAnalysts = sql`FROM ${analysts} JOIN ${speakers} ON ${speakers.id} = ${analysts.id}`
const ofSources = sql`FROM ${sources} JOIN ${speakers} ON ${speakers.id} = ${sources.id}`

/* What is in the trash belongs to no group, even if something still refers to it. */
const analystsThere = sql`${analysts.trashedAt} IS NULL`
const sourcesThere = sql`${sources.trashedAt} IS NULL`

const members: Record<GroupBy, SQL> = {
  analyst: sql`SELECT ${speakers.number}, ${analysts.id} ${ofAnalysts} WHERE ${analystsThere}`,
  source: sql`SELECT ${speakers.number}, ${sources.id} ${ofSources} WHERE ${sourcesThere}`,
  toldTo: sql`SELECT ${speakers.number}, ${sources.id} ${ofSources} WHERE ${sourcesThere}`,
  country: sql`
    SELECT ${speakers.number}, ${analysts.country} ${ofAnalysts} WHERE ${analystsThere} AND ${analysts.country} IS NOT NULL
    UNION ALL
    SELECT ${speakers.number}, ${sources.country} ${ofSources} WHERE ${sourcesThere} AND ${sources.country} IS NOT NULL`,
  topic: sql`
    SELECT ${speakers.number}, ${topics.topic} ${ofAnalysts} JOIN ${topics} ON ${topics.analystId} = ${analysts.id}
    WHERE ${analystsThere}`,
}

function labelled(db: Db, groupBy: GroupBy, ranked: Ranked[]): Voice[] {
  const names =
    groupBy === 'country' || groupBy === 'topic' ? new Map<string, string>() : readNames(db, groupBy, ranked)
  return ranked.map(({ key, ...sums }) => ({ key, label: names.get(key) ?? key, ...sums }))
}

function readNames(db: Db, groupBy: 'analyst' | 'source' | 'toldTo', ranked: Ranked[]): Map<string, string> {
  const table = groupBy === 'analyst' ? analysts : sources
  const ids = ranked.map(({ key }) => key)
  const rows = db.select({ id: table.id, name: table.name }).from(table).where(inIds(table.id, ids)).all()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
