import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
// An entry of its own, by its path below; the import tells those who follow imports that it is used.
import type {} from './early/early.ts'
import { earlyName, earlyScript } from './early-script.ts'
import { listedShell, workerName } from './listed-shell.ts'

/** Files that shrink are compressed once, here, and not with every request (functions/ui/ui-files.ts picks). */
function compressed(): Plugin {
  let folder = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir)
    },
    writeBundle: () => {
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|webmanifest)$/.test(file)) continue
        const bytes = readFileSync(join(folder, file))
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
        writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes))
      }
    },
  }
}

// What the frame and the first screen are made of comes as one file: thirty small ones take longer than their bytes.
const everywhere =
  /node_modules\/(react|react-dom|scheduler|@tanstack)\/|\/ui\/(api|design|people|shortcuts|time|decisions|picture\/(picture|box-layer|boxes)|screens\/[a-z/]+-(search|span))\b/

// What the early script needs must not wait for all the rest.
const earlyParts =
  /\/ui\/(api\/address|people\/remembered-site|screens\/incidents\/incident-filter|text\/load-text)\.ts$|vite\/preload-helper/

export default defineConfig({
  root: import.meta.dirname,
  plugins: [earlyScript(), listedShell(), compressed()],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: process.env.UI_OUT ?? 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing inline: the content security policy allows files of our own only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        [earlyName]: join(import.meta.dirname, 'early/early.ts'),
        [workerName]: join(import.meta.dirname, 'worker/service-worker.ts'),
      },
      output: {
        // A browser asks for it by a fixed name, and from the root, where it may answer for every path.
        entryFileNames: ({ name }) => (name === workerName ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'early-parts', test: earlyParts, priority: 1 },
            { name: 'everywhere', test: everywhere },
          ],
        },
      },
      // Libraries mark what may run on a server; here nothing does.
      onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)),
    },
  },
})
