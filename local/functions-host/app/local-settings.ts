import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../../shared/domain/faults.ts'
import { parseJson } from './host-settings.ts'

export interface LocalSettings {
  readonly port: number | undefined
  readonly cors: CorsSettings
}

export interface CorsSettings {
  /** Allowed origins; `*` = any. */
  readonly origins: readonly string[]
  readonly allowsCredentials: boolean
}

/**
 * Reads local.settings.json into the environment, as `func start` does: what the environment has already stays.
 * The file may be absent.
 */
export function readLocalSettings(appFolder: string): LocalSettings {
  const file = join(appFolder, 'local.settings.json')
  if (!existsSync(file)) return { port: undefined, cors: { origins: [], allowsCredentials: false } }
  const content = parseJson(readFileSync(file, 'utf8'), file) as LocalSettingsFile
  if (content.IsEncrypted) throw new Fault('setting-invalid', `${file} is encrypted: run "func settings decrypt" first.`)
  for (const [name, value] of Object.entries(content.Values ?? {})) process.env[name] ??= String(value)
  for (const [name, value] of Object.entries(content.ConnectionStrings ?? {})) process.env[`ConnectionStrings:${name}`] ??= String(value)
  const { LocalHttpPort, CORS = '', CORSCredentials = false } = content.Host ?? {}
  return { port: LocalHttpPort, cors: { origins: splitOrigins(CORS), allowsCredentials: CORSCredentials } }
}

interface LocalSettingsFile {
  IsEncrypted?: boolean
  Values?: Record<string, unknown>
  ConnectionStrings?: Record<string, unknown>
  Host?: { LocalHttpPort?: number; CORS?: string; CORSCredentials?: boolean }
}

export function splitOrigins(text: string): string[] {
  return text
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter((origin) => origin !== '')
}
