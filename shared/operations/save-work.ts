import { Fault } from '../domain/faults.ts'
import type { RecordingWork } from '../domain/night.ts'
import type { Recording } from '../domain/recording.ts'
import type { Ports } from '../ports.ts'

// Each round that loses was won by another step of the same recording, of which there are few.
const maxRounds = 10

/** Adds to what is known of the work on a recording. Other steps write the same row, so the newest is read each time. */
export async function saveWork(
  { recordingWork }: Pick<Ports, 'recordingWork'>,
  recording: Recording,
  more: Partial<RecordingWork>,
): Promise<void> {
  const { id, site, camera, startedAt, endedAt } = recording
  for (let round = 1; ; round++) {
    const found = await recordingWork.find(recording)
    const known = found?.value ?? { ...{ recording: id, site, camera, startedAt, endedAt }, failures: [] }
    try {
      await recordingWork.save({ ...known, ...more }, found?.version)
      return
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed') || round === maxRounds) throw error
    }
  }
}
