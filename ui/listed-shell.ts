import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

export const workerName = 'service-worker'

/**
 * Tells the service worker which files the pages are made of. The list stands in the script itself: a browser takes a
 * worker for a new one only when its bytes have changed, and with each build that changes anything they do.
 */
export function listedShell(): Plugin {
  let folder = ''
  return {
    name: 'listed-shell',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir)
    },
    writeBundle: () => {
      const worker = join(folder, `${workerName}.js`)
      const script = readFileSync(worker, 'utf8')
      if (/^\s*(import|export)\b/m.test(script)) throw new Error('The service worker must stand alone: it shares code with the pages.')
      const files = listFiles(folder).filter((name) => name !== `${workerName}.js`)
      const hash = createHash('sha256').update(script)
      for (const name of files) hash.update(name).update(readFileSync(join(folder, name)))
      const paths = files.filter((name) => name !== 'index.html').map((name) => `/${name}`)
      const version = hash.digest('hex').slice(0, 16)
      writeFileSync(worker, `const SHELL_FILES=${JSON.stringify(paths)},SHELL_VERSION='${version}';\n${script}`)
    },
  }
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
  return files.map((name) => name.replaceAll('\\', '/')).sort()
}
