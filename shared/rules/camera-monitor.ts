import { z } from 'zod'
import { type CameraMonitors, CameraTrouble, cameraTroubles, monitorOf, ruleOfTrouble, TroubleEvidence } from '../domain/camera-trouble.ts'
import { Id, incidentId } from '../domain/ids.ts'
import { Severity } from '../domain/rule.ts'
import type { MeasuredPicture } from '../vision/measure-picture.ts'
import {
  type CameraReference,
  emptyReference,
  learn,
  learnHour,
  StoredReference,
  storeReference,
  usualBrightness,
} from './camera-reference.ts'
import { createHold, type Hold } from './hold-trouble.ts'
import { type Finding, type Findings, judgePicture, type PictureTrouble } from './judge-picture.ts'
import { noRecentPictures, noteLight, noteScene, type RecentPictures } from './recent-pictures.ts'

/** A trouble of a camera that people were told of. */
export const OpenTrouble = z.object({
  incident: Id,
  kind: CameraTrouble,
  severity: Severity,
  startedAtMs: z.number(),
  evidence: TroubleEvidence,
})
export type OpenTrouble = Readonly<z.infer<typeof OpenTrouble>>

/** What must outlive a restart of the module. */
export const MonitorState = z.object({ reference: StoredReference, open: z.array(OpenTrouble), isDarkAccepted: z.boolean() })
export type MonitorState = z.infer<typeof MonitorState>

export interface TroubleChange {
  readonly phase: 'opened' | 'closed'
  readonly trouble: OpenTrouble
  readonly atMs: number
}

export interface CameraMonitor {
  /** A picture, about one a second. `clockOffMs`: the camera's clock minus the device's, where the camera tells it. */
  observe(seen: { readonly atMs: number; readonly picture: MeasuredPicture; readonly clockOffMs?: number | undefined }): TroubleChange[]
  /** Time passes, with or without pictures. At least once in five seconds. */
  tick(atMs: number): TroubleChange[]
  /** A person says that what the camera shows now is how it should be: all that hangs on the reference closes, and it is learned anew. */
  accept(atMs: number): TroubleChange[]
  /** Closes what is open, because nobody looks any more. */
  finish(atMs: number): TroubleChange[]
  open(): readonly OpenTrouble[]
  /** Too little was seen yet to know how the camera usually looks. */
  readonly isLearning: boolean
  /** Nothing is bad, and what is usual is known: a picture of now is one to compare with. */
  readonly isWell: boolean
  serialize(): z.input<typeof MonitorState>
}

export interface CameraMonitorOptions {
  readonly device: Id
  readonly camera: Id
  readonly settings?: CameraMonitors | undefined
  readonly restored?: MonitorState | undefined
  /** How far apart the pictures usually are. Default: 1000. */
  readonly sampleMs?: number
}

/** How much of it being well must be seen before it is known how it usually looks. */
const learnSeconds = 300
/** A gap between two pictures counts for so many of the usual ones at most: what was not watched was neither bad nor well. */
const mostSamples = 5
const longestTickMs = 5000
const hourMs = 3_600_000
/** A device that starts needs longer to open its cameras than one that lost them. */
const startGraceMs = 25_000
const steadyFlicker = 0.05
/** Of the camera itself, whatever it looks at: no new reference makes them well. */
const apartFromReference: readonly CameraTrouble[] = ['lost', 'frozen', 'clock']

/**
 * Tells what is wrong with a camera, from measured pictures alone: pure, time comes with the pictures. At most one trouble of
 * a kind is open, and none opens or closes before its monitor has held it for its time (hold-trouble.ts).
 */
export function createCameraMonitor({ device, camera, settings, restored, sampleMs = 1000 }: CameraMonitorOptions): CameraMonitor {
  let reference: CameraReference = restored?.reference ?? emptyReference()
  let recent: RecentPictures | undefined
  let isDarkAccepted = restored?.isDarkAccepted ?? false
  let lastPicture: MeasuredPicture | undefined
  let [lastPictureMs, lastTickMs, silentMs] = [undefined, undefined, -startGraceMs] as [number | undefined, number | undefined, number]
  const open = new Map<CameraTrouble, OpenTrouble>()
  for (const trouble of restored?.open ?? []) if (monitorOf(trouble.kind, settings).enabled) open.set(trouble.kind, trouble)
  const orphans = (restored?.open ?? []).filter(({ kind }) => !open.has(kind))
  const kinds = cameraTroubles.filter((kind) => monitorOf(kind, settings).enabled)
  const holds = new Map<CameraTrouble, Hold>(
    kinds.map((kind) => [kind, createHold(monitorOf(kind, settings), open.get(kind)?.startedAtMs)]),
  )
  const levelOf = (kind: CameraTrouble) => monitorOf(kind, settings).level
  const isLearned = () => reference.learnedSeconds >= learnSeconds

  return {
    observe: ({ atMs, picture, clockOffMs }) => {
      const ms = stretch(lastPictureMs, atMs, mostSamples * sampleMs)
      const fromMs = atMs - ms
      lastPictureMs = atMs
      lastPicture = picture
      silentMs = 0
      // Another model looks at pictures of another size, in which detail is something else.
      if (reference.learnedSeconds > 0 && (reference.width !== picture.width || reference.height !== picture.height)) relearn()
      const findings = judge(picture, atMs, ms)
      const clock = clockOffMs === undefined ? {} : { clock: judgeClock(Math.abs(clockOffMs) / 1000) }
      return [...closeOrphans(atMs), ...note({ ...findings, ...clock }, fromMs, ms)]
    },
    tick: (atMs) => {
      const ms = stretch(lastTickMs, atMs, longestTickMs)
      lastTickMs = atMs
      const level = Math.max(levelOf('lost'), (3 * sampleMs) / 1000)
      silentMs += ms
      const measured = Math.max(0, silentMs / 1000)
      // After a restart nobody knows that it is there again before a picture came.
      const isWell = lastPictureMs !== undefined && measured <= level
      return [...closeOrphans(atMs), ...note({ lost: { isBad: measured > level, isWell, measured } }, atMs - ms, ms)]
    },
    accept: (atMs) => {
      const closed = [...open.values()].filter(({ kind }) => !apartFromReference.includes(kind)).map((trouble) => close(trouble, atMs))
      isDarkAccepted = lastPicture !== undefined && lastPicture.brightness < levelOf('black')
      relearn()
      reference.bright = lastPicture?.bright ?? 0
      return closed
    },
    finish: (atMs) => [...open.values()].map((trouble) => close(trouble, atMs)),
    open: () => [...open.values()],
    get isLearning() {
      return !isLearned()
    },
    get isWell() {
      return isLearned() && [...holds.values()].every(({ badSinceMs }) => badSinceMs === undefined)
    },
    serialize: () => ({ reference: storeReference(reference), open: [...open.values()], isDarkAccepted }),
  }

  function judge(picture: MeasuredPicture, atMs: number, ms: number): Findings {
    const hour = new Date(atMs).getUTCHours()
    recent ??= noRecentPictures(picture)
    const isBlack = picture.brightness < levelOf('black')
    if (isBlack && isDarkAccepted) {
      learnHour(reference, hour, picture.brightness, hourMs / 1000)
      return {}
    }
    if (!isBlack) {
      isDarkAccepted = false
      noteLight(recent, picture, ms / 1000)
      noteScene(recent, picture, ms / 1000)
    }
    const findings = judgePicture({ picture, recent, hour, levelOf, reference: isLearned() ? reference : undefined })
    // What may be ill must not become what is usual.
    const isCalm = open.size === 0 && Object.values(findings).every(({ isBad }) => !isBad)
    if (isBlack || ms === 0) return findings
    if (isCalm) learn(reference, picture, hour, ms / 1000, learnSeconds)
    // A steady light in an hour that was never seen is that of another shift: it is told once, and known from then on.
    else if (isLightAlone(findings) && recent.flicker < steadyFlicker && !usualBrightness(reference, hour).isKnown)
      learnHour(reference, hour, picture.brightness, ms / 1000)
    return findings
  }

  function isLightAlone(findings: Findings): boolean {
    const others = Object.entries(findings).filter(([kind]) => kind !== 'light')
    return others.every(([, { isBad }]) => !isBad) && [...open.keys()].every((kind) => kind === 'light')
  }

  function judgeClock(measured: number): Finding {
    return { isBad: measured > levelOf('clock'), isWell: measured <= 0.8 * levelOf('clock'), measured }
  }

  function note(findings: Partial<Record<CameraTrouble, Finding>>, fromMs: number, ms: number): TroubleChange[] {
    return Object.entries(findings).flatMap(([name, finding]) => {
      const kind = name as CameraTrouble
      const hold = holds.get(kind)
      const change = hold?.note({ ...finding, fromMs, ms })
      if (hold === undefined || change === undefined) return []
      const known = open.get(kind)
      if (change === 'closes') return known === undefined ? [] : [close(known, fromMs + ms)]
      return [begin(kind, finding, hold.badSinceMs ?? fromMs, fromMs + ms)]
    })
  }

  function begin(kind: CameraTrouble, { measured, usual }: Finding, badSinceMs: number, atMs: number): TroubleChange {
    // A clock that was set back must not let a trouble begin after it was told.
    const startedAtMs = Math.min(badSinceMs, atMs)
    const { severity, level } = monitorOf(kind, settings)
    const round = (value: number) => Math.round(value * 1000) / 1000
    const trouble: OpenTrouble = {
      incident: incidentId(device, camera, ruleOfTrouble(kind), new Date(startedAtMs).toISOString()),
      ...{ kind, severity, startedAtMs },
      evidence: { measured: round(measured), level, ...(usual !== undefined && { usual: round(usual) }) },
    }
    open.set(kind, trouble)
    return { phase: 'opened', trouble, atMs }
  }

  function close(trouble: OpenTrouble, atMs: number): TroubleChange {
    open.delete(trouble.kind)
    holds.get(trouble.kind)?.forget()
    return { phase: 'closed', trouble, atMs: Math.max(atMs, trouble.startedAtMs) }
  }

  /** Of a monitor that was switched off since. */
  function closeOrphans(atMs: number): TroubleChange[] {
    return orphans.splice(0).map((trouble) => close(trouble, atMs))
  }

  function relearn(): void {
    const { hours } = reference
    reference = { ...emptyReference(), ...(isDarkAccepted && { hours }) }
    recent = undefined
    for (const kind of kinds) if (!open.has(kind) && !apartFromReference.includes(kind)) holds.get(kind as PictureTrouble)?.forget()
  }
}

/** A clock that was set, in either direction, makes no time pass. */
function stretch(fromMs: number | undefined, toMs: number, mostMs: number): number {
  return fromMs === undefined ? 0 : Math.min(mostMs, Math.max(0, toMs - fromMs))
}
