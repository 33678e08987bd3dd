import type { ModelReference } from '../../shared/domain/messages.ts'
import type { Release } from '../../shared/domain/release.ts'
import type { Api } from './api.ts'
import type { Watch } from './look-again.ts'
import { watchRows } from './watch-rows.ts'

/** Tells how releases come to be, one line for each state. */
export function watchReleases(api: Api, onEvent: (line: string) => void): Watch {
  const isOver = ({ state }: Release) => state === 'ready' || state === 'failed' || state === 'revoked'
  return watchRows<Release>(api, { path: 'releases', idOf: ({ id }) => id, describe: describeRelease, isOver }, onEvent)
}

/** A release in one line. */
export function describeRelease({ id, state, model, runtime, builds, images, problem }: Release): string | undefined {
  const what = `${id} (${nameOfModel(model)}, runtime ${runtime})`
  switch (state) {
    case 'waiting':
      return undefined
    case 'building':
      return `release ${what}: building images for ${builds.map(({ architecture }) => architecture).join(', ') || 'each architecture'}`
    case 'signing':
      return `release ${what}: signing`
    case 'ready':
      return `release ${what} is ready: ${images.map(({ architecture }) => architecture).join(', ')}`
    case 'failed':
      return `release ${what} failed: ${problem ?? 'for no reason that is known'}`
    case 'revoked':
      return `release ${what} is revoked: it runs nowhere ever again`
  }
}

export function nameOfModel(model: Pick<ModelReference, 'name' | 'version'> | undefined): string {
  return model === undefined ? 'no model' : `model ${model.name} ${model.version}`
}
