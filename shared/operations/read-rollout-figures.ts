import { behaviourOf } from '../domain/behaviour-rates.ts'
import { compareBehaviour } from '../domain/compare-behaviour.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import { type DeviceFigures, figuresOf } from '../domain/rollout-figures.ts'
import type { Ports } from '../ports.ts'
import { expectedRatios, type FactPorts, pastMs } from './gather-rollout-facts.ts'
import { inParallel } from './in-parallel.ts'
import { readRollout } from './read-rollout.ts'

const readsAtOnce = 8
/** Beyond them nobody reads on; the ring that is watched goes first. */
const mostDevices = 40
/** What came long after a rollout says nothing about it. */
const longestMs = 6 * 3_600_000

/**
 * How the devices of a rollout behave with the release, beside how they did with what they had: the figures that the rollout
 * itself is decided by. Devices that have not taken it are left out, and so is a release without a model.
 */
export async function readRolloutFigures(ports: FactPorts & Pick<Ports, 'rollouts'>, person: Principal, id: Id): Promise<DeviceFigures[]> {
  const { deviceProgress, site, model, before, policy, ring } = await readRollout(ports, person, id)
  if (model === undefined) return []
  const taken = deviceProgress.flatMap(({ targetedAt, takenAt, ...rest }) =>
    targetedAt === undefined || takenAt === undefined ? [] : [{ ...rest, targetedAt, takenAt }],
  )
  const shown = taken.toSorted((a, b) => Number(b.ring === ring) - Number(a.ring === ring)).slice(0, mostDevices)
  const expected = shown.length === 0 ? {} : await expectedRatios(ports, model, site, before)
  const nowMs = ports.clock().getTime()
  const figures: DeviceFigures[] = []
  await inParallel(shown, readsAtOnce, async ({ device, targetedAt, takenAt }) => {
    const from = new Date(Date.parse(targetedAt) - pastMs).toISOString()
    const to = new Date(Math.min(nowMs + 1, Date.parse(takenAt) + longestMs)).toISOString()
    const history = await ports.healthHistory.read(device, from, to)
    const past = history.filter(({ receivedAt }) => receivedAt < targetedAt)
    const since = history.filter(({ receivedAt, message }) => receivedAt >= takenAt && message.model?.digest === model.digest)
    const championDigest = past.findLast(({ message }) => message.model !== undefined)?.message.model?.digest ?? ''
    const [champion, candidate] = [behaviourOf(past, championDigest), behaviourOf(since, model.digest)]
    const { outcome, reason } = compareBehaviour(champion, candidate, policy, expected)
    figures.push({ device, champion: figuresOf(champion), candidate: figuresOf(candidate), outcome, reason })
  })
  return figures.sort((a, b) => (a.device < b.device ? -1 : 1))
}
