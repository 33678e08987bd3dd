import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'
import { changeRelease, isSettled, type ReleaseKey } from './change-release.ts'

export type FailPorts = Pick<Ports, 'releases' | 'models' | 'clock' | 'audit'>

const maxProblem = 1000

/** Ends a release that cannot be made; what came to its end already stays as it is. */
export async function failRelease(ports: FailPorts, { problem, ...key }: ReleaseKey & { readonly problem: string }): Promise<void> {
  const revoked = await ports.models.revoked()
  let hasEnded = false
  const release = await changeRelease(ports, key, (before) => {
    hasEnded = !isSettled(before)
    const isRevoked = before.model !== undefined && revoked.has(before.model.digest)
    return hasEnded ? { ...before, state: isRevoked ? 'revoked' : 'failed', problem: problem.slice(0, maxProblem) } : undefined
  })
  if (!hasEnded) return
  await ports.audit.append(key.site, {
    at: ports.clock().toISOString(),
    who: 'system',
    action: `release-${release.state}`,
    subject: `release/${key.release}`,
    detail: { problem: problem.slice(0, maxProblem) },
  })
}

/** A step that would fail the same way however often it was tried ends the release at once; what may pass is thrown on. */
export async function endingWhatIsInvalid<T>(ports: FailPorts, key: ReleaseKey, step: () => Promise<T>): Promise<T | 'done'> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof Fault && (error.kind === 'invalid' || error.code === 'model-revoked'))) throw error
    await failRelease(ports, { ...key, problem: error.message })
    return 'done'
  }
}
