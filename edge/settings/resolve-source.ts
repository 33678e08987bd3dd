import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { CameraSettings } from '../../shared/domain/edge-settings.ts'
import { Fault } from '../../shared/domain/faults.ts'

const Credentials = z.strictObject({ user: z.string().min(1).max(200), password: z.string().max(200) })

/**
 * The address of a camera with its user and password, or the path of a film. Read at every connection, as secrets
 * change. The twin names only files of the two folders; its schema lets no separator through.
 */
export function resolveSource(settings: CameraSettings, folders: { readonly videos: string; readonly secrets: string }): string {
  if (settings.source.startsWith('file:')) return resolve(folders.videos, settings.source.slice('file:'.length))
  if (settings.credentials === undefined) return settings.source
  const { user, password } = readCredentials(join(folders.secrets, `${settings.credentials}.json`), settings.credentials)
  return settings.source.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)
}

function readCredentials(file: string, name: string): z.infer<typeof Credentials> {
  try {
    return Credentials.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Without the cause: it would quote what stands in the file.
    throw new Fault('setting-invalid', `The secret ${name} is missing or is not {"user": "…", "password": "…"}.`)
  }
}
