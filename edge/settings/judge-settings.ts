import { z } from 'zod'
import { EdgeSettings } from '../../shared/domain/edge-settings.ts'
import type { StoredSettings } from './settings-file.ts'

/** What is reported under `settings`. */
export interface SettingsReport {
  readonly version: number
  readonly status: 'applied' | 'refused'
  /** Empty when applied: a reported property that is left out would keep its old value. */
  readonly problem: string
}

export type Judgement =
  | { readonly kind: 'applied'; readonly stored: StoredSettings; readonly report: SettingsReport }
  | { readonly kind: 'refused'; readonly report: SettingsReport }
  /** Nothing was ever desired, or just this is in force already: then that is reported, in case it never was. */
  | { readonly kind: 'unchanged'; readonly report: SettingsReport | undefined }

// What a twin may hold (learn.microsoft.com "Understand and use device twins").
const maxSettingsBytes = 32 * 1024
const maxProblemCharacters = 1000

/** In force until a twin or an earlier run says otherwise. */
export const noSettings: EdgeSettings = EdgeSettings.parse({ schema: 1, cameras: {}, rules: {} })

/**
 * Decides about desired properties. Whatever is wrong with them, what was in force stays in force: a typing error in
 * the cloud must not blind a camera.
 */
export function judgeSettings(
  desired: Readonly<Record<string, unknown>>,
  generation: string,
  current: StoredSettings | undefined,
): Judgement {
  const { $version, $metadata: _metadata, ...given } = desired
  const version = typeof $version === 'number' && Number.isSafeInteger($version) ? $version : 0
  const refused = (problem: string): Judgement => ({
    kind: 'refused',
    report: { version, status: 'refused', problem: problem.slice(0, maxProblemCharacters) },
  })
  const applied: SettingsReport = { version, status: 'applied', problem: '' }
  if (Object.keys(given).length === 0) return { kind: 'unchanged', report: undefined }
  if (current?.generation === generation && version === current.version) return { kind: 'unchanged', report: applied }
  // Versions only grow within one identity's life; an older one is an answer that was overtaken.
  if (current?.generation === generation && version < current.version) {
    return refused(`Version ${version} is older than version ${current.version}, which is in force.`)
  }
  const bytes = Buffer.byteLength(JSON.stringify(given))
  if (bytes > maxSettingsBytes) return refused(`The settings have ${bytes} bytes; ${maxSettingsBytes} are allowed.`)
  // A deployment may name a model before anybody has set up a camera.
  const isModelAlone = Object.keys(given).join() === 'model'
  const parsed = EdgeSettings.safeParse(isModelAlone ? { ...(current?.settings ?? noSettings), ...given } : given)
  if (!parsed.success) return refused(z.prettifyError(parsed.error))
  const strayRule = Object.entries(parsed.data.rules).find(([, rule]) => parsed.data.cameras[rule.camera] === undefined)
  if (strayRule !== undefined)
    return refused(`Rule ${strayRule[0]} is about camera ${strayRule[1].camera}, which is not among the cameras.`)
  return {
    kind: 'applied',
    stored: { generation, version, settings: parsed.data },
    report: applied,
  }
}
