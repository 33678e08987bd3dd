import { Fault } from '../domain/faults.ts'
import type { Principal } from '../domain/person.ts'
import { type CurvePoint, readProgress } from '../domain/run-progress.ts'
import type { TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { readProgressText, readRunLog } from './poll-run.ts'
import { visibleSites } from './visible-sites.ts'

/** @throws Fault `not-found` for a run that is not there, and for one of a site that is not theirs alike */
export async function findVisibleRun(ports: Pick<Ports, 'runs' | 'rosters'>, person: Principal, id: string): Promise<TrainingRun> {
  const sites = await visibleSites(ports, person, undefined)
  const found = await Promise.all(sites.map((site) => ports.runs.find(site, id)))
  const run = found.find((one) => one !== undefined)?.value
  if (run === undefined) throw new Fault('not-found')
  return run
}

/** The end of a trainer's log; the whole of it lies in the workspace. */
const mostLogLines = 60
const mostLineLetters = 400

/** A run, how its losses and scores went, and what its trainer said last, as far as it is written and still there. */
export async function readRun(
  ports: Pick<Ports, 'runs' | 'rosters' | 'trainingCache'>,
  person: Principal,
  id: string,
): Promise<TrainingRun & { readonly curve: readonly CurvePoint[]; readonly log: readonly string[] }> {
  const run = await findVisibleRun(ports, person, id)
  const [text, log] = await Promise.all([readProgressText(ports, id), readRunLog(ports, id)])
  return { ...run, curve: text === undefined ? [] : readProgress(text).curve, log: lastLines(log ?? text ?? '') }
}

function lastLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-mostLogLines).map((line) => line.slice(0, mostLineLetters))
}
