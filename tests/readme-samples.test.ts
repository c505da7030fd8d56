import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import ts from 'typescript'

const project = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** What a Next.js project declares that the samples use. */
const surroundings = `
declare module 'next/navigation' { export function notFound(): never }
declare namespace JSX { interface IntrinsicElements { [name: string]: object } interface Element {} }
interface RequestInit { next?: { revalidate?: number | false; tags?: string[] } }
`

test('the samples of the README that use the client compile as they stand', async (t) => {
  const samples = [...readme.matchAll(/^```(tsx?)\n(.*?)^```/gms)].map(([, extension, code], index) => ({
    name: `${project}sample-${index}.${extension}`,
    code: code as string,
  }))
  t.equal(samples.length, 2, 'a page of Next.js and a script')
  t.strictSame(faultsOf(samples), [])
  const [page, script] = samples.map(({ name, code }) => ({ name, code: code.replace('.GET(', '.GOT(') }))
  t.match(faultsOf([page as Sample]), [/GOT/], 'a wrong name in the page would be seen')
  t.match(faultsOf([script as Sample]), [/GOT/], 'and in the script')
})

interface Sample {
  name: string
  code: string
}

/** What the compiler says of the samples, as if they lay at the top of a project that has the package. */
function faultsOf(samples: Sample[]): string[] {
  const files = new Map(samples.map(({ name, code }) => [name, code]))
  files.set(`${project}surroundings.d.ts`, surroundings)
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    types: ['node'],
    paths: { 'isnad/client': [`${project}src/client/index.ts`] },
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name) ?? readFile(name)
  const program = ts.createProgram([...files.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}
