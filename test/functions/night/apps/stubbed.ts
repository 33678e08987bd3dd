// The orchestrations and activities of the product, but for the work on videos: its outcome is told by settings.
import * as df from 'durable-functions'
import { activities } from '../../../../functions/night/activities.ts'
import { serveActivity } from '../../../../functions/night/activity.ts'
import { nightlyDataPreparation } from '../../../../functions/orchestrations/nightly-data-preparation.ts'
import { prepareRecording } from '../../../../functions/orchestrations/prepare-recording.ts'
import { saveWork } from '../../../../shared/operations/save-work.ts'
import { labelledRecording } from '../../../harness/labelled-recording.ts'
import { createTestApp } from '../../../harness/test-app.ts'

const { STORAGE = '', BROKEN, FLAPPING, BAD, FRAMES = '1', FILES } = process.env
const ports = await createTestApp(STORAGE)
const frames = Array.from({ length: Number(FRAMES) }, () => ({}))
let flaps = 0

const stubs: Readonly<Record<string, (recording: string) => Promise<object>>> = {
  'archive-recording': async () => ({ outcome: 'done', frames: 0, annotations: 0, bytes: 1000 }),
  'split-recording': async (recording) => {
    if (recording === BROKEN) throw new Error('The decoder was killed.')
    if (recording === FLAPPING && ++flaps <= 3) throw new Error('Storage does not answer.')
    if (recording === BAD) return { outcome: 'bad', reason: 'There is no picture in it.', frames: 0, annotations: 0, bytes: 1000 }
    return { outcome: 'done', frames: frames.length, annotations: 0, bytes: 1000 }
  },
  'label-recording': async (id) => {
    const recording = await ports.recordings.find(id)
    const { manifest, labels } = labelledRecording({ ...recording, id, frames })
    if (recording !== undefined && FILES !== 'none') {
      await Promise.all([ports.frames.saveManifest(manifest), ports.frames.saveLabels(labels)])
      await saveWork(ports, recording, { frames: frames.length, positive: frames.length, falsePositive: 0 })
    }
    return { outcome: 'done', frames: 0, annotations: frames.length, bytes: 0 }
  },
}

for (const row of activities) {
  const stub = stubs[row.name]
  const handler = stub === undefined ? serveActivity(row, ports) : ({ recording }: { recording: string }) => stub(recording)
  df.app.activity(row.name, { handler })
}
df.app.orchestration('nightly-data-preparation', nightlyDataPreparation)
df.app.orchestration('prepare-recording', prepareRecording)
