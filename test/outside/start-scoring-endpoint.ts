import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOutbox } from '../../edge/outbox/outbox.ts'
import { createPictureOutlet } from '../../edge/scoring/keep-picture.ts'
import { startScoring } from '../../edge/scoring/start-scoring.ts'
import { createCloudTeller } from '../../edge/tell-cloud.ts'
import { systemClock } from '../../shared/domain/clock.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'

export const scoringKey = 'a-key-for-readers-outside'
const device = 'press-1'

/** The endpoint of a device with that model, as a program of the plant finds it; the device has no line, and keeps what it is to send. */
export async function startScoringEndpoint(model: string) {
  const detector = await createDetector(await loadModel(model))
  const folder = mkdtempSync(join(tmpdir(), 'scoring-'))
  const mediaFolder = join(folder, 'media')
  const outbox = openOutbox({ folder: join(folder, 'outbox'), mediaFolder, quotaBytes: 1024 ** 3, onTrouble: () => {} })
  const teller = createCloudTeller({ device, outbox, clock: systemClock, pathOf: (name) => `${device}/${name}` })
  const endpoint = await startScoring({
    ...{ host: '127.0.0.1', port: 0, keys: [scoringKey], detector, models: () => [detector.model], maxUnderWay: 64 },
    health: () => ({
      ...{ state: 'ok', problem: undefined, uptimeSeconds: 1, moduleVersion: '1', model: detector.model, behaviour: undefined },
      ...{ cameras: [], queueDepth: 0, evictedMessages: 0, diskUsedBytes: 0, diskQuotaBytes: 1 },
    }),
    pictures: createPictureOutlet({ device, folder: join(mediaFolder, '.sent'), cameras: () => ['gate'], teller }),
  })
  return {
    facts: { url: endpoint.url, key: scoringKey },
    close: async () => {
      await endpoint.close()
      await detector.close()
      await outbox.close()
      rmSync(folder, { recursive: true })
    },
  }
}
