import { fillPlaceholders, type SQL } from 'drizzle-orm'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import { LRUCache } from 'lru-cache'
import type { Db } from './connection.ts'
import { statement } from './statements.ts'

/*
 * Drizzle writes the text of a question; better-sqlite3 is asked it, and its rows
 * are taken as they come. To write the text takes longer than most answers do, so
 * that of a question that only its values set apart is written once.
 */

const dialect = new SQLiteSyncDialect({ casing: 'snake_case' })

/** A question whose placeholders are still to be filled. */
interface Question {
  text: string
  values: unknown[]
}

const questions = new LRUCache<string, Question>({ max: 500 })

/** The rows that answer a question. */
export function ask<Row>(db: Db, question: SQL): Row[] {
  return answers(db, written(question), {})
}

/**
 * The rows that answer the question of a name, which is built when it is first
 * asked. The name has to tell of everything in it that is not a placeholder.
 */
export function askAgain<Row>(db: Db, name: string, values: Record<string, unknown>, build: () => SQL): Row[] {
  let question = questions.get(name)
  if (!question) {
    question = written(build())
    questions.set(name, question)
  }
  return answers(db, question, values)
}

function written(question: SQL): Question {
  const { sql, params } = dialect.sqlToQuery(question)
  return { text: sql, values: params }
}

function answers<Row>(db: Db, { text, values }: Question, given: Record<string, unknown>): Row[] {
  return statement(db, text).all(fillPlaceholders(values, given)) as Row[]
}
