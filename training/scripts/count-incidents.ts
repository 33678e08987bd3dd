import { Rule } from '../../shared/domain/rule.ts'
import { createRuleEngine } from '../../shared/rules/rule-engine.ts'
import type { JudgedFrame } from './judge-on-footage.ts'

export interface IncidentCount {
  /** Times, in seconds of the video, at which the rule opened an incident. */
  readonly openedAt: readonly number[]
  /** Stays of the label in the truth: first and last second of each. */
  readonly stays: readonly { readonly from: number; readonly to: number }[]
}

const camera = 'footage'
/** Gaps up to this long belong to one stay, as in the rule. */
const releaseSeconds = 1

/** Runs the edge's rule engine, "the label in view for half a second", over what was found, and lists the real stays beside it. */
export function countIncidents(frames: readonly JudgedFrame[], label: string, threshold: number): IncidentCount {
  const rule = Rule.parse({
    camera,
    label,
    severity: 'warning',
    confidence: threshold,
    dwellSeconds: 0.5,
    releaseSeconds,
    cooldownSeconds: 0,
  })
  const frameIntervalMs = (frames.at(-1)!.ptsMs - frames[0]!.ptsMs) / (frames.length - 1)
  const engine = createRuleEngine({ device: 'laptop', camera, rules: { stay: rule }, frameIntervalMs })
  const openedAt: number[] = []
  const stays: { from: number; to: number }[] = []
  for (const { ptsMs, detections, truth } of frames) {
    const changes = engine.observe({ atMs: Math.round(ptsMs), ptsMs, streamPtsMs: ptsMs, detections })
    openedAt.push(...changes.filter((change) => change.phase === 'opened').map(() => ptsMs / 1000))
    if (truth.some((object) => object.label === label)) noteStay(stays, ptsMs / 1000)
  }
  return { openedAt, stays }
}

function noteStay(stays: { from: number; to: number }[], seconds: number): void {
  const last = stays.at(-1)
  if (last !== undefined && seconds - last.to <= releaseSeconds) last.to = seconds
  else stays.push({ from: seconds, to: seconds })
}
