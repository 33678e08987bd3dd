import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Approval } from '../../shared/domain/approval.ts'
import type { Evaluation } from '../../shared/domain/evaluation.ts'
import type { Night } from '../../shared/domain/night.ts'
import type { DevicePassport } from '../../shared/domain/passport.ts'
import type { TrainingRun } from '../../shared/domain/training-run.ts'
import type { RunningFactory } from './factory.ts'
import { device, site } from './play.ts'
import { waitFor } from './wait-for.ts'

/** A night from its start to its end. @throws Error where it failed */
export async function runNight(factory: RunningFactory, say: (line: string) => void): Promise<Night> {
  const { id } = await factory.as('data-scientist').post<Night>('nights', { site, again: true })
  const api = factory.as('data-scientist')
  const night = await waitFor('the night to end', 5, async () => {
    const found = await api.get<Night>(`nights/${id}`)
    return found.state === 'running' ? undefined : found
  })
  const problems = night.problems.map(({ reason }) => reason).join('; ')
  say(`${id} is ${night.state}: ${night.progress.frames} frames, dataset ${night.dataset ?? 'none'}${problems && `; ${problems}`}`)
  if (night.state === 'failed') throw new Error(`The night failed: ${problems}`)
  return night
}

/** Trains on a dataset, from the start of the run to the question to people. */
export async function trainOn(
  factory: RunningFactory,
  dataset: string,
  minutes: number,
  say: (line: string) => void,
): Promise<TrainingRun> {
  // Whoever starts a run may not approve what comes of it.
  const api = factory.as('admin')
  const known = (await api.get<{ items: TrainingRun[] }>(`runs?site=${site}&limit=20`)).items.find((run) => run.dataset === dataset)
  const { id } = known ?? (await api.post<TrainingRun>('runs', { site, dataset }))
  let told = ''
  const run = await waitFor(`${id} to end`, minutes + 8, async () => {
    const found = await api.get<TrainingRun>(`runs/${id}`)
    const { state, progress } = found
    const now = `${state}${progress.steps > 0 ? `, ${Math.floor((10 * progress.step) / progress.steps) * 10} %` : ''}`
    if (now !== told) say(`${id}: ${now}`)
    told = now
    return ['completed', 'failed', 'cancelled'].includes(state) ? found : undefined
  })
  if (run.state !== 'completed' || run.model === undefined)
    throw new Error(`${id} is ${run.state}: ${run.problem ?? 'no model came of it'}`)
  return run
}

/** Another person says yes. */
export async function approve(factory: RunningFactory, run: TrainingRun): Promise<Approval> {
  const api = factory.as('data-scientist')
  const { gate } = await api.get<Pick<Evaluation, 'gate'>>(`evaluations/${run.evaluation}`)
  if (gate.verdict === 'worse') throw new Error(`The gate refused the model, and nobody was asked: ${gate.reason}`)
  const asked = await waitFor('the question to people', 2, async () => {
    const { items } = await api.get<{ items: Approval[] }>(`approvals?site=${site}&limit=20`)
    return items.find(({ model, state }) => model.digest === run.model?.digest && state === 'waiting')
  })
  const { model, evaluation, plan } = asked
  const answer = { decision: 'approved', reason: 'Looked at the comparison.', model: model.digest, evaluation, plan }
  return api.post<Approval>(`approvals/${asked.id}/decisions`, answer)
}

/** Waits until the device itself says that it runs the model. */
export async function waitForDevice(factory: RunningFactory, digest: string, say: (line: string) => void): Promise<DevicePassport> {
  const api = factory.as('iot-engineer')
  let told = ''
  return waitFor('the device to run the new model', 6, async () => {
    const releases = (await api.get<{ items: { id: string; state: string; problem?: string }[] }>(`releases?site=${site}&limit=5`)).items
    const rollouts = (await api.get<{ items: { id: string; state: string; reason?: string }[] }>(`rollouts?site=${site}&limit=5`)).items
    const [release, rollout] = [releases[0], rollouts[0]]
    const now = [release && `release ${release.state}`, rollout && `rollout ${rollout.state}`].filter(Boolean).join(', ')
    if (now !== told) say(now)
    told = now
    if (release?.state === 'failed') throw new Error(`The release failed: ${release.problem}`)
    if (rollout?.state === 'halted') throw new Error(`The rollout was halted: ${rollout.reason}`)
    const passport = await api.get<DevicePassport>(`devices/${device}/passport`)
    return passport.actual.model?.digest === digest ? passport : undefined
  })
}

/** The model's files, as a data scientist may have them. Answers the folder. */
export async function fetchModel(factory: RunningFactory, model: { name: string; version: string }, folder: string): Promise<string> {
  const api = factory.as('data-scientist')
  await mkdir(folder, { recursive: true })
  for (const file of ['model.onnx', 'model.json']) {
    const { url } = await api.get<{ url: string }>(`models/${model.name}/${model.version}/files/${file}`)
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`${file} of ${model.name} ${model.version}: the storage answered ${answer.status}.`)
    await writeFile(join(folder, file), new Uint8Array(await answer.arrayBuffer()))
  }
  return folder
}
