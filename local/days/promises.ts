import { readFileSync } from 'node:fs'
import { CameraTrouble } from '../../shared/domain/camera-trouble.ts'
import type { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { inputLevels } from '../../shared/domain/quality-hour.ts'
import type { Speaker } from './notice.ts'
import { type Befall, daySeconds, hourSeconds } from './plant.ts'

/** What the documentation says: one of these monitors speaks within so long. */
export interface Promised {
  readonly befall: Befall
  readonly by: Speaker
  readonly monitors: readonly string[]
  readonly withinSeconds: number
}

/** The night's work is done before people come. */
const morningHour = 6
/** "The first minutes of the next day", docs/insights.md. */
const insightMinutes = 5

/** @param onset Seconds since the line's start: what is promised for a morning is sooner for what happens late */
export function promisesOf(onset: number, thresholds: DriftThresholds): Promised[] {
  const camera = cameraPromises(readFileSync(new URL('../../docs/camera-health.md', import.meta.url), 'utf8'))
  const told = (befall: Befall, trouble: CameraTrouble): Promised => {
    const withinSeconds = camera.get(trouble)
    if (withinSeconds === undefined) throw new Error(`docs/camera-health.md promises nothing for ${trouble}.`)
    return { befall, by: 'camera', monitors: [trouble], withinSeconds }
  }
  const drifts = (befall: Befall, monitors: readonly string[], withinSeconds: number): Promised => {
    return { befall, by: 'drift', monitors, withinSeconds }
  }
  const inputs = driftHours(thresholds) * hourSeconds
  const morning = firstFullDayEnds(onset) + morningHour * hourSeconds - onset
  const counted = firstFullDayEnds(onset) + insightMinutes * 60 - onset
  return [
    told('lamp', 'light'),
    drifts('lamp', inputLevels, inputs),
    told('lens', 'blurred'),
    drifts('lens', inputLevels, inputs),
    told('turn', 'moved'),
    drifts('turn', ['crops:fields'], morning),
    drifts('bottles', ['crops:objects', 'crops:fields'], morning),
    drifts('load', ['load'], inputs),
    { befall: 'load', by: 'insights', monitors: ['count of bottle'], withinSeconds: counted },
  ]
}

/** The rest of a stretch, as many stretches as make a breach, an hour's timer. */
export function driftHours({ periodHours, consecutive }: DriftThresholds): number {
  return periodHours * (1 + consecutive) + 1
}

/** The page's own table, by kind in seconds. */
export function cameraPromises(page: string): Map<CameraTrouble, number> {
  const rows = [...page.matchAll(/^\| `(\w+)`\s+\|[^|]*\| (\d+) (s|min)\s+\|/gm)]
  return new Map(rows.map(([, kind, count, unit]) => [CameraTrouble.parse(kind), Number(count) * (unit === 'min' ? 60 : 1)]))
}

function firstFullDayEnds(onset: number): number {
  return (Math.ceil(onset / daySeconds) + 1) * daySeconds
}
