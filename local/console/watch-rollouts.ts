import type { Rollout } from '../../shared/domain/rollout.ts'
import type { Api } from './api.ts'
import type { Watch } from './look-again.ts'
import { nameOfModel } from './watch-releases.ts'
import { watchRows } from './watch-rows.ts'

const over: ReadonlySet<string> = new Set(['rolled-back', 'completed'])

/** Tells how releases get to the devices: each ring, each halt, one line. */
export function watchRollouts(api: Api, onEvent: (line: string) => void): Watch {
  const isOver = ({ state }: Rollout) => over.has(state)
  return watchRows<Rollout>(api, { path: 'rollouts', idOf: ({ id }) => id, describe: describeRollout, isOver }, onEvent)
}

/** A rollout in one line. */
export function describeRollout({ id, model, state, ring, rings, reason }: Rollout): string {
  const name = `rollout ${id} (${nameOfModel(model)})`
  const because = reason === undefined ? '' : `: ${reason}`
  const present = rings[ring]
  switch (state) {
    case 'waiting':
      return `${name} waits for its turn`
    case 'running': {
      if (present === undefined) return `${name} is under way`
      const { name: ringName, devices, well, failed, away, takenAt } = present
      const counts = [`${well} of ${devices} well`, ...(failed > 0 ? [`${failed} failed`] : []), ...(away > 0 ? [`${away} away`] : [])]
      return `${name}, ring ${ringName} (${ring + 1} of ${rings.length}): ${counts.join(', ')}${takenAt === undefined ? '' : '; watching it'}`
    }
    case 'paused':
      return `${name} is paused${because}`
    case 'halted':
      return `${name} is halted${because}`
    case 'rolling-back':
      return `${name} goes back to what was before${because}`
    case 'rolled-back':
      return `${name} is rolled back${because}`
    case 'completed':
      return `${name} is complete: every device of ${rings.length === 1 ? 'its ring' : `its ${rings.length} rings`} has it`
  }
}
