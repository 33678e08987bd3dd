import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type NightProblem, type NightStep, nightSteps, type RecordingWork } from '../domain/night.ts'
import type { Ports } from '../ports.ts'

export interface ProblemNote {
  readonly site: Id
  readonly night: string
  readonly problem: NightProblem
  /** The video itself is at fault, as against a failure that may pass. */
  readonly isBad: boolean
}

export type NotePorts = Pick<Ports, 'nights' | 'changes' | 'recordings' | 'recordingWork' | 'storageTime'>

const maxFailures = 2
const maxRounds = 20

/**
 * Keeps why something could not be done. The recording is marked for the next night; when its video was at fault, the
 * try is counted, and after two nobody tries again. Run again it changes nothing: a night counts once.
 */
export async function noteProblem(ports: NotePorts, { site, night, problem, isBad }: ProblemNote): Promise<void> {
  const { recording, step, reason } = problem
  if (recording !== undefined) {
    if (isBad && isStep(step)) await countFailure(ports, { site, night, recording, step, reason })
    await ports.changes.mark({ kind: 'recording', id: recording, site })
  }
  await ports.nights.addProblem(night, problem)
}

interface Failure {
  readonly site: Id
  readonly night: string
  readonly recording: Id
  readonly step: NightStep
  readonly reason: string
}

async function countFailure(ports: NotePorts, { site, night, recording: id, step, reason }: Failure): Promise<void> {
  const [recording, row] = await Promise.all([ports.recordings.find(id), ports.nights.find(site, night)])
  if (recording === undefined || row === undefined) return
  const { camera, startedAt, endedAt } = recording
  for (let round = 1; ; round++) {
    const found = await ports.recordingWork.find(recording)
    const known: RecordingWork = found?.value ?? { ...{ recording: id, site, camera, startedAt, endedAt }, failures: [] }
    const isCounted = known.failures.some((failure) => failure.step === step && failure.at >= row.value.startedAt)
    if (isCounted || known.failures.length >= maxFailures) return
    const at = (await ports.storageTime()).toISOString()
    try {
      await ports.recordingWork.save({ ...known, failures: [...known.failures, { step, at, reason }] }, found?.version)
      return
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed') || round === maxRounds) throw error
    }
  }
}

function isStep(step: NightProblem['step']): step is NightStep {
  return nightSteps.some((each) => each === step)
}
