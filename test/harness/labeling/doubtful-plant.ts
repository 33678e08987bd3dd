import { NightPolicy } from '../../../shared/domain/night-policy.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { detection, frameAt, inference, instant, manifestOf } from './sample-facts.ts'

export const labeler = (id: string, sites: Principal['sites'] = 'all'): Principal => ({ id, name: id, roles: ['data-labeler'], sites })
export const scientist = (id: string): Principal => ({ id, name: id, roles: ['data-scientist'], sites: 'all' })

/** A site whose camera took so many pictures of hands of which the model was not sure: a task each. */
export async function doubtfulPlant(ports: Ports, site: string, frames: number, policy: Partial<NightPolicy> = {}): Promise<string> {
  const recording = `rec-${site}`
  await ports.nights.savePolicy(site, NightPolicy.parse({ secondOpinionShare: 0, goldShare: 0, ...policy }), undefined)
  await ports.rosters.saveSite({ id: site, name: site, timeZone: 'Europe/Berlin' })
  await ports.recordings.save(recordingOf(recording, site))
  // Pictures of other sites are other pictures: their times differ.
  const offsetMs = [...site].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) / 10_000
  const times = Array.from({ length: frames }, (_, n) => n * 100 + offsetMs)
  const manifest = manifestOf(
    times.map((ptsMs) => frameAt(ptsMs, { reasons: ['unsure'] })),
    { recording, site },
  )
  await ports.frames.saveManifest(manifest)
  const seen = times.map((ptsMs) => inference(ptsMs, [detection('hand', 0.1)]).message.frames[0]!)
  const message = { ...inference(0, []).message, frames: seen.map((frame) => ({ ...frame, recording })) }
  await ports.inferences.save({ site, isLate: false, time: instant(0), message })
  await labelRecording(ports, recording)
  return recording
}

function recordingOf(id: string, site: string): Recording {
  return {
    ...{ id, site, device: 'press-1', camera: 'line-1', startedAt: instant(0), endedAt: instant(60_000), path: `${site}/${id}.mp4` },
    ...{ bytes: 1000, sha256: 'f'.repeat(64), codec: 'avc1', frameRate: 25, width: 640, height: 360, receivedAt: instant(70_000) },
  }
}
