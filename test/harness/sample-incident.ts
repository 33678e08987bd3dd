import type { Incident } from '../../shared/domain/incident.ts'

/** An incident that nobody has looked at yet. */
export function sampleIncident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    ...{ id, site: 'plant', device: 'press-1', camera: 'line-1', rule: 'hand-in-zone', label: 'hand', severity: 'critical' },
    ...{ startedAt: '2026-03-01T10:00:00.000Z', endedAt: undefined, receivedAt: '2026-03-01T10:00:01.000Z', isLate: false },
    ...{ phase: 'open', state: 'new', verdict: undefined, snapshot: undefined, recordings: [], traceparent: undefined },
    model: { name: 'line-starter', version: '1', digest: '0'.repeat(64) },
    peak: {
      at: '2026-03-01T10:00:00.500Z',
      ptsMs: 500,
      detection: { label: 'hand', confidence: 0.9, box: { left: 0.1, top: 0.1, width: 0.2, height: 0.2 } },
    },
    ...more,
  }
}
