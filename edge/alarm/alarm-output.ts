import { Fault } from '../../shared/domain/faults.ts'
import type { Id, Instant } from '../../shared/domain/ids.ts'
import type { Log } from '../log.ts'
import { callHook } from './call-hook.ts'
import { runCommand } from './run-command.ts'

export interface AlarmSettings {
  /** Program and arguments; gets the alarm as JSON on its standard input. */
  readonly command: readonly string[] | undefined
  readonly url: string | undefined
  /** Hosts that `url` may name. */
  readonly hosts: readonly string[]
}

export interface Alarm {
  readonly device: Id
  readonly camera: Id
  readonly rule: Id
  readonly incident: Id
  readonly at: Instant
}

/** Switches on what stands beside the line: a lamp, a siren, a relay. Needs no cloud. */
export interface AlarmOutput {
  /** Begins at once and never throws; what goes wrong is logged. */
  fire(alarm: Alarm): void
}

const timeoutMs = 5000
// A storm of alarms must not fill the machine with programs; a siren that is on already stays on.
const maxUnderWay = 4

/** Faults with `setting-invalid` when the hook's host is not on the list. */
export function createAlarmOutput({ command, url, hosts }: AlarmSettings, log: Log): AlarmOutput {
  const hook = url === undefined ? undefined : new URL(url)
  const host = hook?.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host !== undefined && !hosts.includes(host))
    throw new Fault('setting-invalid', `ALARM_URL names ${host}, which is not among ALARM_HOSTS.`)
  let underWay = 0

  async function track(what: 'command' | 'hook', alarm: Alarm, work: Promise<void>): Promise<void> {
    underWay++
    try {
      await work
      log('info', 'alarm-raised', { by: what, ...alarm })
    } catch (error) {
      log('error', 'alarm-failed', { by: what, ...alarm, reason: error })
    } finally {
      underWay--
    }
  }

  return {
    fire(alarm) {
      if (underWay >= maxUnderWay) return log('warning', 'alarm-skipped', { ...alarm, reason: 'Earlier alarms are still being raised.' })
      const text = JSON.stringify(alarm)
      if (command !== undefined) void track('command', alarm, runCommand(command, text, timeoutMs))
      if (hook !== undefined) void track('hook', alarm, callHook(hook, text, timeoutMs))
    },
  }
}
