import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'

export interface ReleaseKey {
  readonly site: Id
  readonly release: Id
}

const maxRounds = 50

/** @throws Fault `not-found` */
export async function requireRelease({ releases }: Pick<Ports, 'releases'>, { site, release }: ReleaseKey): Promise<Release> {
  const found = await releases.find(site, release)
  if (found === undefined) throw new Fault('not-found', `release ${release}`)
  return found.value
}

/** Changes the row as it is by then, however many change it at once. Undefined leaves it as it is. Answers what is stored. */
export async function changeRelease(
  { releases }: Pick<Ports, 'releases'>,
  { site, release }: ReleaseKey,
  change: (before: Release) => Release | undefined,
): Promise<Release> {
  for (let round = 0; round < maxRounds; round++) {
    const found = await releases.find(site, release)
    if (found === undefined) throw new Fault('not-found', `release ${release}`)
    const changed = change(found.value)
    if (changed === undefined) return found.value
    try {
      await releases.save(changed, found.version)
      return changed
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'release-changed')) throw error
    }
  }
  throw new Fault('release-changed', `Lost ${maxRounds} rounds.`)
}

/** It is over for the steps of a release, whatever they were about to do. */
export function isSettled({ state }: Release): boolean {
  return state === 'ready' || state === 'failed' || state === 'revoked'
}
