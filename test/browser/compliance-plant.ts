import type { ComplianceItem } from '../../shared/domain/compliance-item.ts'
import { itemKey } from '../../shared/domain/compliance-item.ts'
import { CompliancePolicy } from '../../shared/domain/compliance-policy.ts'
import { CameraSettings } from '../../shared/domain/edge-settings.ts'
import { enqueueCompliance } from '../../shared/operations/enqueue-compliance.ts'
import { filterItem } from '../../shared/operations/filter-item.ts'
import { watchCompliance } from '../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../shared/ports.ts'

export const site = 'plant-1'

/** A plant with two cameras, whose last days were judged: minutes with and without people, by the rules of a policy. */
export async function openCompliancePlant(ports: Ports, now: number, { days = 6, minutes = 12 } = {}): Promise<void> {
  await ports.rosters.saveSite({ id: site, name: 'Plant 1', timeZone: 'Europe/Berlin' })
  for (const [id, name] of [
    ['press', 'Press'],
    ['gate', 'Gate'],
  ] as const) {
    const settings = CameraSettings.parse({ source: 'rtsp://camera.example.com/1' })
    await ports.fleet.saveCamera({ id, site, device: 'edge-1', name, settings })
  }
  const policy = CompliancePolicy.parse({
    rules: [
      { id: 'gate-stays', when: { cameras: ['gate'] }, action: 'withhold' },
      { id: 'forklifts-aside', when: { labels: ['forklift'] }, action: 'quarantine' },
      { id: 'everything-else', action: 'release' },
    ],
  })
  const saved = { savedAt: new Date(now - days * 86_400_000).toISOString(), savedBy: 'nobody', note: 'The gate is public ground.' }
  await ports.compliancePolicies.add({ site, number: 1, policy, ...saved })
  const model = { name: 'net', version: '1', digest: 'a'.repeat(64) }
  const box = { left: 0.1, top: 0.1, width: 0.1, height: 0.1 }
  const items: ComplianceItem[] = []
  for (let day = 0; day < days; day++) {
    for (let minute = 0; minute < minutes; minute++) {
      const camera = minute % 4 === 3 ? 'gate' : 'press'
      const time = new Date(Math.floor((now - day * 86_400_000 - (minute + 5) * 60_000) / 60_000) * 60_000).toISOString()
      const labels = minute % 3 === 0 ? ['bottle', 'person'] : minute % 7 === 5 ? ['forklift'] : ['bottle']
      const detections = labels.map((label) => ({ label, confidence: 0.9, box }))
      const frame = { at: time, ptsMs: 0, width: 640, height: 360, inferenceMs: 4, detections }
      const message = { device: 'edge-1', bootId: 'boot-1', seq: day * 1000 + minute, at: time, camera, model, frames: [frame] }
      await ports.inferences.save({ site, isLate: false, time, message })
      items.push({ kind: 'inferences', site, camera, at: time })
    }
  }
  const later = { ...ports, complianceQueue: { wake: async () => {} }, clock: () => new Date(now + 60_000) }
  await enqueueCompliance(ports, items)
  for (const item of items) await filterItem(later, { site, key: itemKey(item) })
  await watchCompliance(later)
}
