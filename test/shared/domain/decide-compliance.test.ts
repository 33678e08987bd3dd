import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ComplianceFacts } from '../../../shared/domain/compliance-facts.ts'
import { CompliancePolicy } from '../../../shared/domain/compliance-policy.ts'
import { decideCompliance } from '../../../shared/domain/decide-compliance.ts'
import { describeItem, type ItemSource } from '../../../shared/domain/describe-item.ts'
import type { Detection } from '../../../shared/domain/detection.ts'
import { createRandom } from '../../harness/random.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { oracle, type Story, tellStory, tenRules } from './compliance-oracle.ts'

describe('ten rules over 10,000 items', () => {
  test('end as the documentation says, by the rule that it names', () => {
    const policy = CompliancePolicy.parse(tenRules)
    const random = createRandom(20_261_121)
    const seen = new Map<string, number>()
    for (let count = 0; count < 10_000; count++) {
      const story = tellStory(random)
      const now = new Date(Date.parse(startOf(story)) + story.ageHours * 3_600_000).toISOString()
      const { outcome, rule } = decideCompliance(policy, factsOf(story), { now, region: story.region, timeZone: 'Europe/Berlin' })
      assert.deepEqual({ outcome, rule }, oracle(story), JSON.stringify(story))
      seen.set(rule, (seen.get(rule) ?? 0) + 1)
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
    }
    // Every rule and every outcome had its say, or the comparison would be worth little.
    const rules = tenRules.rules.map(({ id }) => id)
    for (const name of [...rules, 'source-missing', 'picture-unreadable', 'region', 'no-rule', 'expired', 'people-unknown'])
      assert.ok((seen.get(name) ?? 0) >= 20, `${name}: ${seen.get(name)}`)
    for (const name of ['compliant', 'redacted', 'withheld', 'quarantined'])
      assert.ok((seen.get(name) ?? 0) >= 500, `${name}: ${seen.get(name)}`)
  })
})

/** In a week of winter, when the clock on the wall is an hour ahead of UTC. 2026-11-16 is a Monday. */
function startOf({ weekday, minute }: Story): string {
  return new Date(Date.UTC(2026, 10, 16 + weekday, 0, minute) - 3_600_000).toISOString()
}

function factsOf(story: Story): ComplianceFacts {
  if (story.state === 'gone') return { kind: story.kind, at: startOf(story), cameras: [], seen: [], fields: [], problem: 'source-missing' }
  return describeItem(sourceOf(story))
}

const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
const model = { name: 'net', version: '1', digest: 'a'.repeat(64) }

function sourceOf(story: Story): ItemSource {
  const { kind, camera = 'none' } = story
  const at = startOf(story)
  const frames = story.frames.map((frame) => frame.map((thing): Detection => ({ ...thing, box })))
  const first = frames[0]!
  const key = { device: 'edge-1', bootId: 'boot-1', seq: 1, at, model }
  const size = { width: story.longSide, height: 200 }
  switch (kind) {
    case 'inferences': {
      const message = { ...key, camera, frames: frames.map((detections) => ({ ...size, at, ptsMs: 0, inferenceMs: 1, detections })) }
      return { kind, at, camera, messages: [message] }
    }
    case 'incident': {
      const { severity, rule } = story as { severity: 'info'; rule: string }
      const detection = first[0]!
      const peak = { at, ptsMs: 0, detection }
      return { kind, incident: sampleIncident('i', { startedAt: at, camera, rule, severity, label: detection.label, peak }) }
    }
    case 'snapshot': {
      const modelLabels = { 'sees-people': ['bottle', 'hand'], 'sees-bottles': ['bottle'], unknown: undefined }[story.model]
      const sightings = {
        size: story.state === 'broken' ? undefined : size,
        modelLabels,
        wasLookedAt: story.wasLookedAt,
        detections: first,
      }
      return { kind, at, camera, jpeg: new Uint8Array(), sightings }
    }
    case 'score':
      return { kind, at, message: { ...key, ...size, ...(story.camera && { camera }), inferenceMs: 1, detections: first } }
    case 'anomaly': {
      const subject = { cameras: story.camera === undefined ? [] : [story.camera], rule: story.rule, label: first[0]?.label }
      return { kind, anomaly: { id: 'x', at, until: at, measure: 'objects', ...subject, observed: 9, expected: 3, low: 1, high: 5 } }
    }
  }
}
