import { z } from 'zod'
import { CameraSettings, EdgeSettings } from './edge-settings.ts'
import { Id } from './ids.ts'
import { Rule } from './rule.ts'

/** Name of the module that watches the cameras, on every device. */
export const edgeModule = 'sightloop'

/** What people may write as a name: shown as it is, never part of a key. */
const DisplayName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Bidi_Control}]+$/u, 'must not hold control characters')

export const Device = z.strictObject({ id: Id, site: Id, name: DisplayName })
export type Device = z.infer<typeof Device>

export const Camera = z.strictObject({ id: Id, site: Id, device: Id, name: DisplayName, settings: CameraSettings })
export type Camera = z.infer<typeof Camera>

export const SiteRule = z.strictObject({ id: Id, site: Id, name: DisplayName, rule: Rule })
export type SiteRule = z.infer<typeof SiteRule>

/**
 * What a device must do: its cameras, and the rules of these cameras.
 *
 * @throws ZodError when the whole would not be taken by the device
 */
export function edgeSettingsOf(device: Id, cameras: readonly Camera[], rules: readonly SiteRule[]): EdgeSettings {
  const own = cameras.filter((camera) => camera.device === device)
  const names = new Set(own.map(({ id }) => id))
  return EdgeSettings.parse({
    schema: 1,
    cameras: Object.fromEntries(own.map(({ id, settings }) => [id, settings])),
    rules: Object.fromEntries(rules.filter(({ rule }) => names.has(rule.camera)).map(({ id, rule }) => [id, rule])),
  })
}
