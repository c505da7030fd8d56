import { cpSync, rmSync } from 'node:fs'
import { type BuildOptions, build } from 'esbuild'

/*
 * What runs from `dist`: a few files in place of the seven hundred modules that a
 * start would open one by one, which took longer than all else it does. What is
 * imported by `import()` stays in files of its own, loaded when it is needed.
 */

/**
 * The packages that every start loads, with what these load in turn. Others stay where
 * npm puts them: they are loaded when they are needed, hold more than JavaScript, or
 * look for files of their own.
 */
const bundled = [
  'typebox drizzle-orm helmet lru-cache negotiator uuidv7',
  'fastify avvio find-my-way light-my-request fast-json-stringify fastq reusify safe-regex2 ret rfdc semver cookie dequal',
  'secure-json-parse set-cookie-parser process-warning abstract-logging toad-cache fastify-plugin ipaddr.js',
  'fast-querystring fast-decode-uri-component mnemonist obliterator openapi-types json-schema-resolver @lukeed/ms',
  'ajv ajv-formats fast-uri fast-deep-equal json-schema-traverse json-schema-ref-resolver require-from-string',
  '@fastify/cors @fastify/rate-limit @fastify/swagger @fastify/error @fastify/ajv-compiler @fastify/deepmerge',
  '@fastify/fast-json-stringify-compiler @fastify/proxy-addr @fastify/forwarded @fastify/merge-json-schemas',
].flatMap((line) => line.split(' '))

const isBundled = (path: string) => bundled.some((name) => path === name || path.startsWith(`${name}/`))

const options: BuildOptions = {
  outdir: 'dist/src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  plugins: [
    {
      name: 'packages',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || isBundled(path) ? undefined : { path, external: true },
        ),
    },
  ],
}

rmSync('dist', { recursive: true, force: true })
await build({
  ...options,
  entryPoints: { cli: 'src/cli.ts', 'writer-thread': 'src/sqlite/writer-thread.ts' },
  /* Packages of the older kind of modules ask for those of Node. */
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)",
  },
})
/* Runs in browsers as well. */
await build({ ...options, entryPoints: { 'client/index': 'src/client/index.ts' } })
/* Read at run time, beside the code that reads them. */
cpSync('src/demo/content', 'dist/src/content', { recursive: true })
cpSync('src/reader/style.css', 'dist/src/style.css')
