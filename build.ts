import { cpSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

/*
 * What runs from `dist`: a few files in place of the seven hundred modules that a
 * start would open one by one, which took longer than all else it does. What is
 * imported by `import()` stays in files of its own, loaded when it is needed.
 */

/** The packages of several hundred modules each; the others stay where npm puts them. */
const bundled = /^(typebox|drizzle-orm)(\/|$)/

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: {
    cli: 'src/cli.ts',
    'writer-thread': 'src/sqlite/writer-thread.ts',
    'client/index': 'src/client/index.ts',
  },
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
          kind === 'entry-point' || bundled.test(path) ? undefined : { path, external: true },
        ),
    },
  ],
})
/* Read at run time, beside the code that reads them. */
cpSync('src/demo/content', 'dist/src/content', { recursive: true })
cpSync('src/reader/style.css', 'dist/src/style.css')
