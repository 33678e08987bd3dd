// node --experimental-import-meta-resolve reach-process.ts FOLDER FILE…: as JSON, which files these can load, and what they name that is not there.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [folder = '.', ...entries] = process.argv.slice(2)
const named = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"'\s]+)["']|\brequire\(\s*["']([^"'\s]+)["']\s*\)/g

const reached = new Set<string>()
const missing: { name: string; by: string }[] = []
const waiting = entries.map((entry) => join(folder, entry))
for (const file of waiting) {
  if (reached.has(file)) continue
  reached.add(file)
  if (!/\.[cm]?js$/.test(file)) continue
  for (const [, imported, required] of readFileSync(file, 'utf8').matchAll(named)) {
    const name = (imported ?? required)!
    if (isBuiltin(name)) continue
    const found = [byImport(name, file), byRequire(name, file)].filter((path) => path !== undefined)
    if (found.length === 0) missing.push({ name, by: relative(folder, file) })
    waiting.push(...found)
  }
}
console.log(JSON.stringify({ reached: [...reached].map((file) => relative(folder, file)), missing }))

function byImport(name: string, from: string): string | undefined {
  return fileOf(() => fileURLToPath(import.meta.resolve(name, pathToFileURL(from))))
}

function byRequire(name: string, from: string): string | undefined {
  return fileOf(() => createRequire(from).resolve(name))
}

function fileOf(look: () => string): string | undefined {
  try {
    const path = look()
    return existsSync(path) && statSync(path).isFile() ? path : undefined
  } catch {
    return undefined
  }
}
