import type { EdgeSettings } from '../../shared/domain/edge-settings.ts'
import type { Log } from '../log.ts'
import { judgeSettings, type SettingsReport } from './judge-settings.ts'
import { readSettingsFile, writeSettingsFile } from './settings-file.ts'

interface FollowOptions {
  /** Keeps the last good settings. */
  readonly file: string
  /** Of the module's identity. */
  readonly generation: string
  readonly log: Log
  apply(settings: EdgeSettings): Promise<void>
  report(report: SettingsReport): void
}

export interface SettingsFollower {
  readonly inForce: EdgeSettings | undefined
  onDesired(desired: Readonly<Record<string, unknown>>): void
}

/** Brings good desired properties into force, keeps them over restarts, and reports what became of each version. */
export function followSettings({ file, generation, log, apply, report }: FollowOptions): SettingsFollower {
  let stored = readSettingsFile(file)

  function keep(): void {
    try {
      if (stored !== undefined) writeSettingsFile(file, stored)
    } catch (error) {
      log('error', 'settings-not-kept', { reason: error })
    }
  }

  return {
    get inForce() {
      return stored?.settings
    },
    onDesired(desired) {
      const judged = judgeSettings(desired, generation, stored)
      if (judged.kind === 'applied') {
        stored = judged.stored
        keep()
      }
      if (judged.kind !== 'unchanged') log(judged.kind === 'applied' ? 'info' : 'warning', `settings-${judged.kind}`, { ...judged.report })
      const applied = judged.kind === 'applied' ? apply(judged.stored.settings) : Promise.resolve()
      applied.then(
        () => judged.report && report(judged.report),
        (error: Error) => log('error', 'settings-not-applied', { reason: error }),
      )
    },
  }
}
