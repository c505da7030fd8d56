import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { variables } from '../src/config.ts'
import { problems } from '../src/problem.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README lists every environment variable with its default and its meaning', async (t) => {
  for (const [name, { fallback, meaning }] of Object.entries(variables)) {
    const row = `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${meaning} |`
    t.ok(readme.includes(row), row)
  }
})

test('the README lists every problem code with its status and its title', async (t) => {
  for (const [code, [status, title]] of Object.entries(problems)) {
    const row = `| \`${code}\` | ${status} | ${title} |`
    t.ok(readme.includes(row), row)
  }
  const listed = readme.match(/^\| `[a-z-]+` \| \d{3} \|/gm) ?? []
  t.equal(listed.length, Object.keys(problems).length, 'and no other')
})
