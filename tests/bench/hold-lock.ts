/** Another process that writes: `tsx hold-lock.ts FILE MILLISECONDS` holds the lock for as long, and tells when it has it. */
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'

const [, , path = '', milliseconds] = process.argv
const database = new Database(path, { timeout: 5000 })
database.exec('BEGIN IMMEDIATE')
process.send?.({ locked: true })
await setTimeout(Number(milliseconds))
database.exec('ROLLBACK')
database.close()
process.disconnect?.()
