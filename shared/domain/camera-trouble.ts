import { z } from 'zod'
import type { ModelReference } from './messages.ts'
import { Severity } from './rule.ts'

/**
 * What can be wrong with a camera itself, each noticed by a monitor of its own on the device (docs/camera-health.md):
 * no pictures come · nothing is lit in them · something is before the lens · it looks elsewhere · the lens is fouled or out
 * of focus · the same picture comes again and again · too much light · the light fails · the camera's clock is wrong.
 */
export const cameraTroubles = ['lost', 'black', 'covered', 'moved', 'blurred', 'frozen', 'overexposed', 'light', 'clock'] as const
export const CameraTrouble = z.enum(cameraTroubles)
export type CameraTrouble = z.infer<typeof CameraTrouble>

/** As alerts say it, in front of "at CAMERA". */
export const troubleWords: Readonly<Record<CameraTrouble, string>> = {
  lost: 'no pictures',
  black: 'black picture',
  covered: 'covered lens',
  moved: 'moved camera',
  blurred: 'blurred picture',
  frozen: 'frozen picture',
  overexposed: 'overexposed picture',
  light: 'failing light',
  clock: 'wrong camera clock',
}

/** What an incident of a camera's own has as its rule, beside which no rule of people may have the same id. */
export function ruleOfTrouble(kind: CameraTrouble): string {
  return `camera-${kind}`
}

/**
 * Who judged, where an incident names the model that did: no net, but the rules of docs/camera-health.md. The digest is the
 * SHA-256 of the two words, as there is no file.
 */
export const cameraHealthJudge: ModelReference = {
  name: 'camera-health',
  version: '1',
  digest: '3345e159e9ae50691d98e38a55d89ff20521ac252cfdea4465df029d09c975a2',
}

const MonitorSettings = z.strictObject({
  enabled: z.boolean().optional(),
  severity: Severity.exclude(['critical']).optional(),
  /** What is measured by which monitor, and in what unit, stands beside the defaults. */
  level: z.number().min(0).max(3600).optional(),
  /** How long it must be bad before anybody is told; less time of being well takes twice as much off again. */
  holdSeconds: z.number().min(1).max(86_400).optional(),
  /** How long it must be well before the incident closes. */
  clearSeconds: z.number().min(1).max(86_400).optional(),
})
type MonitorSettings = z.infer<typeof MonitorSettings>

/** Thresholds of a camera's monitors. What is left out has its default, so that twins stay small. */
export const CameraMonitors = z.strictObject(
  Object.fromEntries(cameraTroubles.map((kind) => [kind, MonitorSettings.optional()])) as Record<
    CameraTrouble,
    z.ZodOptional<typeof MonitorSettings>
  >,
)
export type CameraMonitors = z.infer<typeof CameraMonitors>

export type Monitor = { readonly [Name in keyof MonitorSettings]-?: NonNullable<MonitorSettings[Name]> }

const isOn = { enabled: true } as const

/** The times of docs/camera-health.md follow from these; a test holds the two against each other. */
export const monitorDefaults: Readonly<Record<CameraTrouble, Monitor>> = {
  /** Seconds without a picture before that counts as bad. */
  lost: { ...isOn, severity: 'warning', level: 5, holdSeconds: 15, clearSeconds: 5 },
  /** Mean luma, 0–1. */
  black: { ...isOn, severity: 'warning', level: 0.04, holdSeconds: 7, clearSeconds: 5 },
  /** Share of the detailed parts of the picture that have lost their detail, 0–1. */
  covered: { ...isOn, severity: 'warning', level: 0.6, holdSeconds: 30, clearSeconds: 20 },
  /** Share of the parts with standing edges whose edges are elsewhere, 0–1. */
  moved: { ...isOn, severity: 'warning', level: 0.4, holdSeconds: 120, clearSeconds: 30 },
  /** Detail that is left, 1 = as much as usual. */
  blurred: { ...isOn, severity: 'info', level: 0.6, holdSeconds: 420, clearSeconds: 60 },
  /** Luma steps (of 255) by which some part of the picture must differ from the one before. */
  frozen: { ...isOn, severity: 'warning', level: 0.5, holdSeconds: 60, clearSeconds: 5 },
  /** Share of the pixels that are as bright as can be, 0–1. */
  overexposed: { ...isOn, severity: 'info', level: 0.5, holdSeconds: 60, clearSeconds: 20 },
  /** Brightness that is left, 1 = as usual at this hour; flicker takes off. */
  light: { ...isOn, severity: 'info', level: 0.6, holdSeconds: 420, clearSeconds: 60 },
  /** Seconds between the camera's clock and the device's. */
  clock: { ...isOn, severity: 'info', level: 60, holdSeconds: 60, clearSeconds: 30 },
}

export function monitorOf(kind: CameraTrouble, settings: CameraMonitors | undefined): Monitor {
  const chosen = Object.entries(settings?.[kind] ?? {}).filter(([, value]) => value !== undefined)
  return { ...monitorDefaults[kind], ...Object.fromEntries(chosen) }
}

/** What a monitor measured when it told of a trouble. The unit is the one of its level. */
export const TroubleEvidence = z.strictObject({
  measured: z.number(),
  level: z.number(),
  /** What is usual for this camera at this hour, where the monitor compares with that. */
  usual: z.number().optional(),
})
export type TroubleEvidence = z.infer<typeof TroubleEvidence>
