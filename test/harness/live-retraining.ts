import type { Activity } from '../../functions/night/activity.ts'
import { retraining } from '../../functions/orchestrations/retraining.ts'
import type { TrainingRun } from '../../shared/domain/training-run.ts'
import type { Ports } from '../../shared/ports.ts'
import { buildSample } from './build-dataset-process.ts'
import { recordOrchestrator } from './record-orchestrator.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface LiveRetraining {
  readonly ports: Ports
  readonly clock: VirtualClock
  readonly activities: readonly Activity[]
  /** Called before each step and each wait; what it answers to a wait comes as the event. */
  readonly before?: (step: string, count: number) => unknown
}

const continueAsNew = 4

/** Follows a run to its end with the product's own activities, in virtual time: waiting costs nothing. */
export async function liveRetraining({ ports, clock, activities, before = () => undefined }: LiveRetraining, run: TrainingRun) {
  const steps: string[] = []
  let input: unknown = { site: run.site, run: run.id }
  for (;;) {
    const { actions, output, error } = await recordOrchestrator(
      retraining,
      input,
      async (name, given, _, at) => {
        clock.set(at.toISOString())
        steps.push(name)
        const told = await before(name, steps.filter((step) => step === name).length)
        const activity = activities.find((one) => one.name === name)
        if (activity === undefined) return told
        try {
          return await activity.run(ports, activity.input.parse(given) as never)
        } catch (error) {
          return error
        }
      },
      clock.now(),
    )
    const last = actions.at(-1)
    if (last?.actionType !== continueAsNew) return { steps, output, error, run: (await ports.runs.find(run.site, run.id))!.value }
    input = last.input
  }
}

/** A dataset of a sample plant with a picture for every frame, so that it can be trained on. */
export async function seedDataset(
  ports: Ports,
  connectionString: string,
  site: string,
  { recordings = 24, picture = Buffer.from('picture') } = {},
): Promise<string> {
  const { version } = await buildSample(connectionString, site, recordings)
  if (version === undefined) throw new Error('The sample has no labels.')
  for await (const { frame } of ports.datasets.items(version)) await ports.frames.put(frame, picture)
  return version
}
