import { createRequire } from 'node:module'

/**
 * Throws when the installed SQLite driver would end this process without a word:
 * better-sqlite3 13 needs Node-API 10, and a segmentation fault says nothing.
 */
export function checkDriver(versions: NodeJS.ProcessVersions): void {
  const { version } = createRequire(import.meta.url)('better-sqlite3/package.json') as { version: string }
  if (Number(version.split('.')[0]) >= 13 && Number(versions.napi) < 10) {
    throw new Error(
      `better-sqlite3 ${version} needs Node 22.14 or newer; this is ${versions.node}. Install the version in package-lock.json (npm ci), or use a newer Node.`,
    )
  }
}
