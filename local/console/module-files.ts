import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/**
 * The files of the edge module in a checkout, by their paths in it: the source of `edge/`, all of `shared/` that it
 * reaches, and the package manifests.
 */
export function moduleFiles(root: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const queue = readdirSync(join(root, 'edge'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(root, 'edge', name))
  for (const manifest of ['package.json', 'edge/package.json']) files.set(manifest, readFileSync(join(root, manifest)))
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const path = relative(root, file).split(sep).join('/')
    if (files.has(path)) continue
    const bytes = readFileSync(file)
    files.set(path, bytes)
    queue.push(...imported(bytes.toString('utf8'), dirname(file)))
  }
  return files
}

/** `from './x.ts'`, `import('./x.ts')`, and workers: `new URL('./x…', import.meta.url)`, whose ending may be left to Node. */
const specifier = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]|new URL\(\s*[`'"](\.{1,2}\/[^`'"$]+)/g

function imported(source: string, folder: string): string[] {
  return [...source.matchAll(specifier)].flatMap(([, module, url]) => {
    const path = join(folder, module ?? url ?? '')
    return [path, `${path}.ts`].filter((candidate) => candidate.endsWith('.ts') && existsSync(candidate)).slice(0, 1)
  })
}
