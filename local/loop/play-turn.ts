import { join } from 'node:path'
import type { Footage } from '../../training/scripts/footage.ts'
import { answerTasks } from './answer-tasks.ts'
import { approve, fetchModel, runNight, trainOn, waitForDevice } from './drive-model.ts'
import { type RunningFactory, startFactory } from './factory.ts'
import { findInFilms } from './find-in-film.ts'
import { compareIncidents, judgeIncidents, whatHappened } from './judge-incidents.ts'
import { type Measurement, measureModel } from './measure.ts'
import type { LoopOptions } from './options.ts'
import type { Films } from './plan-films.ts'
import { camera, playFilms } from './play.ts'
import { setPolicies, setRule, watchedRule } from './policies.ts'
import type { Alarms } from './stays.ts'
import { trainWeakModel, type WeakModel } from './train-weak-model.ts'

/** Before and after, on one film that nothing has learned from. */
export interface Row {
  readonly name: string
  readonly before: Measurement | undefined
  readonly after: Measurement
}

/** What came of the turn. */
export interface Turn {
  readonly weak: WeakModel | undefined
  readonly verdicts: { readonly confirmed: number; readonly rejected: number; readonly reported: number }
  readonly labelled: number
  readonly dataset: string
  readonly rows: readonly Row[]
  /** Of the device itself, on the film in changing light with the new model. */
  readonly onDevice: Alarms | undefined
  /** From the first verdict or label to the new model on the device. */
  readonly teachingMinutes: number
  readonly approvalSeconds: number
  readonly model: { readonly name: string; readonly version: string; readonly digest: string }
}

export interface TurnContext {
  readonly root: string
  readonly options: LoopOptions
  readonly footage: Footage
  readonly films: Films
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

const mostLabelsFromNothing = 50

/** One turn of the loop, on the product as it is. The factory is stopped however it ends. */
export async function playTurn(context: TurnContext): Promise<Turn> {
  const { root, options, footage, films, signal, say } = context
  const { folder, isFromNothing, port } = options
  const weak = isFromNothing ? undefined : await trainWeakModel(footage, join(folder, 'weak'))
  if (weak !== undefined) say(`a weak model: ${weak.frames} frames of the first ${weak.seconds} s, ${weak.steps} steps`)
  const factory = await startFactory({
    ...{ root, port, folder: join(folder, 'factory'), idleFilm: films.idle.file, model: weak?.folder, signal },
    say: (line) => say(`  ${line}`),
  })
  try {
    return await teach(context, factory, weak)
  } finally {
    await factory.stop()
  }
}

async function teach(context: TurnContext, factory: RunningFactory, weak: WeakModel | undefined): Promise<Turn> {
  const { options, films, say } = context
  const { folder, isFromNothing, trainingMinutes } = options
  // Some lie where a film has ended and nobody knows what is on them.
  const perTake = Math.ceil(mostLabelsFromNothing / films.first.length) + 2
  await setPolicies(factory, { minutes: trainingMinutes, unsure: isFromNothing ? 0 : 6, unanalysed: isFromNothing ? perTake : 0 })
  if (!isFromNothing) await setRule(factory, camera)

  const since = new Date(performance.timeOrigin + performance.now()).toISOString()
  const place = { api: factory.as('iot-engineer'), source: (film: { file: string }) => factory.provide(film.file) }
  say(`the camera sees the first part in ${films.first.length} takes …`)
  await playFilms({ ...place, recording: 'continuous' }, films.first)
  const seen = await whatHappened(factory.as('site-engineer'), since)
  say(`${seen.recordings.length} recordings, ${seen.incidents.length} incidents`)
  const timeline = await findInFilms(factory.as('site-engineer'), seen.recordings, films.first)

  let firstAt: number | undefined = isFromNothing ? undefined : performance.now()
  const verdicts = await judgeIncidents(factory.as('site-engineer'), seen.incidents, films.first, timeline)
  say(`verdicts: ${verdicts.confirmed} confirmed, ${verdicts.rejected} rejected; ${verdicts.reported} missed objects reported`)
  await runNight(factory, say)
  const tasks = await answerTasks(factory.as('data-labeler'), timeline, isFromNothing ? mostLabelsFromNothing : undefined)
  firstAt ??= tasks.firstAt
  say(`labelers answered ${tasks.answered} tasks`)
  const { dataset } = await runNight(factory, say)
  if (dataset === undefined) throw new Error('The night made no dataset.')
  const run = await trainOn(factory, dataset, trainingMinutes, say)
  const approval = await approve(factory, run)
  const approvedAt = performance.now()
  say(`${approval.id} is ${approval.state}`)
  const passport = await waitForDevice(factory, approval.model.digest, say)
  const doneAt = performance.now()
  say(`the device runs ${approval.model.name} ${approval.model.version}; mismatches: ${passport.mismatches.length}`)

  const model = await fetchModel(factory, approval.model, join(folder, 'model'))
  const onDevice = await watchOnDevice(context, factory)
  const rows: Row[] = []
  for (const { name, film } of films.unseen) {
    const before = weak && (await measureModel(weak.folder, film, watchedRule))
    rows.push({ name, before, after: await measureModel(model, film, watchedRule) })
  }
  return {
    ...{ weak, verdicts, labelled: tasks.answered, dataset, rows, onDevice, model: approval.model },
    teachingMinutes: (doneAt - (firstAt ?? doneAt)) / 60_000,
    approvalSeconds: (doneAt - approvedAt) / 1000,
  }
}

/** The device itself, with the new model, on what it has never seen. */
async function watchOnDevice({ films, say }: TurnContext, factory: RunningFactory): Promise<Alarms | undefined> {
  const film = films.unseen[0]?.film
  if (film === undefined) return undefined
  await setRule(factory, camera)
  const since = new Date(performance.timeOrigin + performance.now()).toISOString()
  say('the camera sees the second part …')
  const place = { api: factory.as('iot-engineer'), source: (one: { file: string }) => factory.provide(one.file) }
  await playFilms({ ...place, recording: 'continuous' }, [film])
  const seen = await whatHappened(factory.as('site-engineer'), since)
  const timeline = await findInFilms(factory.as('site-engineer'), seen.recordings, [film])
  return compareIncidents(seen.incidents, film, watchedRule.label, timeline)
}
