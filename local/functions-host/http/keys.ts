import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { writeState } from '../app/write-state.ts'

export interface AccessKeys {
  /** Opens everything, the admin endpoints too. */
  readonly master: string
  /** Opens every function of level `function`. */
  readonly host: string
  /** Opens the webhooks of extensions. */
  readonly system: string
  /** Opens one function each. */
  readonly functions: Record<string, string>
}

/** Reads the keys of the app from the state folder; makes those that are missing. */
export function loadKeys(stateFolder: string, functionNames: readonly string[]): AccessKeys {
  const file = join(stateFolder, 'keys.json')
  const stored = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<AccessKeys>) : {}
  const keys: AccessKeys = {
    master: stored.master ?? newKey(),
    host: stored.host ?? newKey(),
    system: stored.system ?? newKey(),
    functions: Object.fromEntries(functionNames.map((name) => [name, stored.functions?.[name] ?? newKey()])),
  }
  writeState(file, keys)
  return keys
}

/** `level` is `anonymous`, `function`, `system` or `admin`; the key comes in the header `x-functions-key` or the query `code`. */
export function isKeyGood(request: IncomingMessage, level: string, functionName: string | undefined, keys: AccessKeys): boolean {
  if (level === 'anonymous') return true
  const header = request.headers['x-functions-key']
  const query = request.url?.split('?')[1]
  const key = typeof header === 'string' ? header : new URLSearchParams(query).get('code')
  if (!key) return false
  if (key === keys.master) return true
  if (level === 'system') return key === keys.system
  return level === 'function' && (key === keys.host || (functionName !== undefined && key === keys.functions[functionName]))
}

const newKey = () => randomBytes(40).toString('base64url')
