import { type MonitorKind, MonitorSettings } from './monitor-policy.ts'

export interface MonitorFacts {
  /** What its value is, as a word. */
  readonly measure: string
  /** `1` = a share. */
  readonly unit: 'min' | '1' | 'messages' | 'items'
  /** The value is itself a time that passes while the thing is wrong, so the threshold adds to the time to notice. */
  readonly isAge: boolean
  readonly defaults: MonitorSettings
}

type Given = Partial<MonitorSettings> & Pick<MonitorSettings, 'above' | 'clear' | 'forMinutes' | 'clearMinutes'>

const monitor = (measure: string, unit: MonitorFacts['unit'], isAge: boolean, given: Given): MonitorFacts => ({
  ...{ measure, unit, isAge },
  defaults: MonitorSettings.parse({ enabled: true, severity: 'warning', roles: ['iot-engineer'], actions: [], ...given }),
})

const usual = { forMinutes: 5, clearMinutes: 10 }
const halfFrameRate = { kind: 'lower-frame-rate', factor: 0.5, leastPerSecond: 1, undo: 'on-clear' } as const
const hint = [{ kind: 'scale-hint' } as const]

/** Every monitor with what it does as long as nobody says otherwise; docs/monitors.md says why each number is what it is. */
export const monitors: Readonly<Record<MonitorKind, MonitorFacts>> = {
  // Health comes every 30 seconds: five minutes are ten messages.
  'device-silent': monitor('minutes-silent', 'min', true, { above: 5, clear: 2, forMinutes: 2, clearMinutes: 3 }),
  'fleet-silent': monitor('share-silent', '1', false, {
    ...{ above: 0.3, clear: 0.1, forMinutes: 5, clearMinutes: 10, severity: 'critical', roles: ['iot-engineer', 'site-engineer'] },
    // A release may be what silences them; devices that are away never stop a rollout by themselves.
    actions: [{ kind: 'halt-rollout', undo: 'by-person' }],
  }),
  'device-disk': monitor('share-of-quota', '1', false, { ...usual, above: 0.85, clear: 0.6, actions: [halfFrameRate] }),
  'device-backlog': monitor('messages-waiting', 'messages', false, {
    ...{ above: 5000, clear: 500, forMinutes: 10, clearMinutes: 10, actions: [halfFrameRate] },
  }),
  'twin-size': monitor('share-of-twin', '1', false, { ...usual, above: 0.8, clear: 0.7, severity: 'info' }),
  'site-load': monitor('share-of-partition', '1', false, { ...usual, above: 0.8, clear: 0.6, forMinutes: 30, actions: hint }),
  'night-stuck': monitor('minutes-without-progress', 'min', true, { above: 60, clear: 10, forMinutes: 2, clearMinutes: 5 }),
  'run-stuck': monitor('minutes-without-progress', 'min', true, {
    ...{ above: 120, clear: 10, forMinutes: 2, clearMinutes: 5, roles: ['data-scientist'] },
  }),
  'release-stuck': monitor('minutes-without-progress', 'min', true, { above: 60, clear: 10, forMinutes: 2, clearMinutes: 5 }),
  'rollout-stuck': monitor('minutes-without-progress', 'min', true, { above: 60, clear: 10, forMinutes: 2, clearMinutes: 5 }),
  'alerts-overdue': monitor('minutes-overdue', 'min', true, {
    ...{ above: 2, clear: 0.5, forMinutes: 2, clearMinutes: 5, severity: 'critical', roles: ['iot-engineer', 'site-engineer'] },
  }),
  'queue-age': monitor('minutes-waiting', 'min', true, { ...usual, above: 10, clear: 2, actions: hint }),
  'queue-poison': monitor('messages-given-up', 'messages', false, { above: 1, clear: 0, forMinutes: 0, clearMinutes: 0 }),
  'functions-fail': monitor('share-failed', '1', false, { ...usual, above: 0.2, clear: 0.05, severity: 'critical' }),
  'quarantine-grows': monitor('items-last-hour', 'items', false, { ...usual, above: 20, clear: 5 }),
  'hub-quota': monitor('share-of-day', '1', false, { ...usual, above: 0.8, clear: 0.1, actions: hint }),
  'mail-quota': monitor('share-of-hour', '1', false, { ...usual, above: 0.75, clear: 0.4 }),
  deployments: monitor('share-of-hub', '1', false, { ...usual, above: 0.8, clear: 0.7, severity: 'info' }),
}

/** Minutes between two looks (functions/index.ts), and a gap after which "without a break" is not known any more. */
const lookMinutes = 1
export const mostGapMinutes = 5

/** Within how many minutes of its going wrong for good a notice is open: what people are promised. */
export function minutesToNotice(kind: MonitorKind, { above, forMinutes }: MonitorSettings): number {
  return (monitors[kind].isAge ? above : 0) + forMinutes + 2 * lookMinutes
}
