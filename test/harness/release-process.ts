/** Makes a release in a process of its own, for tests that kill it: `release-process.ts CONNECTION REGISTRY-URL MANAGEMENT-URL SITE VERSION SIGNING-KEY`. */

import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createAcrImageBuilder } from '../../shared/adapters/acr-image-builder.ts'
import { createResourceManager } from '../../shared/adapters/azure-resource-manager.ts'
import { createEd25519ModelSigner } from '../../shared/adapters/ed25519-model-signer.ts'
import { createOciImageRegistry } from '../../shared/adapters/oci-image-registry.ts'
import type { Approval } from '../../shared/domain/approval.ts'
import { planDigest } from '../../shared/domain/plan-digest.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import type { Release } from '../../shared/domain/release.ts'
import { buildImages, signRelease } from '../../shared/operations/build-images.ts'
import { deployRelease } from '../../shared/operations/deploy-release.ts'
import { pollBuilds } from '../../shared/operations/poll-builds.ts'
import { sealRelease } from '../../shared/operations/seal-release.ts'
import { startRelease } from '../../shared/operations/start-release.ts'
import type { Deployment, Orchestrations, Ports } from '../../shared/ports.ts'
import { learningSettings } from './learning-settings.ts'
import { createTestApp } from './test-app.ts'

export interface ReleaseAddresses {
  readonly connectionString: string
  readonly registryUrl: string
  readonly managementUrl: string
}

/** The app before the laptop's registry and builds, with a hub that only keeps deployments and an engine that only notes starts. */
export async function createReleaseApp({ connectionString, registryUrl, managementUrl }: ReleaseAddresses, overrides: Partial<Ports> = {}) {
  const started: string[] = []
  const deployed = new Map<string, Deployment>()
  const orchestrations: Orchestrations = {
    start: async (_, id) => void (started.includes(id) || started.push(id)),
    wake: async () => {},
    status: async (id) => (started.includes(id) ? { state: 'running', custom: undefined, output: undefined } : undefined),
  }
  const deployments: Ports['deployments'] = {
    put: async (deployment) => void deployed.set(deployment.id, deployment),
    remove: async (id) => void deployed.delete(id),
    list: async () => [...deployed.values()],
  }
  const manager = createResourceManager({ url: managementUrl, token: 'token' }, { firstDelayMs: 1 })
  const ports = await createTestApp(connectionString, {
    clock: () => new Date('2026-11-20T10:00:00.000Z'),
    imageRegistry: createOciImageRegistry({ url: registryUrl }, { firstDelayMs: 1 }),
    imageBuilder: createAcrImageBuilder(manager, learningSettings.CONTAINER_REGISTRY_ID),
    ...{ orchestrations, deployments, ...overrides },
  })
  return { ports, started, deployed }
}

/** The yes of a person to a model, and to the policy in force. */
export async function approve(ports: Ports, { site, name, version, digest }: RegisteredModel): Promise<Approval> {
  const { value: policy } = await ports.rollouts.policy(site)
  const decision = { by: 'somebody', at: '2026-11-20T09:00:00.000Z', decision: 'approved', reason: 'It is better.' } as const
  const approval: Approval = {
    ...{ id: `approval-${name}-${version}`, site, model: { name, version, digest }, evaluation: 'e'.repeat(64), plan: planDigest(policy) },
    ...{ gate: 'better', askedAt: decision.at, expiresAt: '2026-11-27T09:00:00.000Z', state: 'approved', needed: 1 },
    ...{ decisions: [decision], partial: [] },
  }
  const stored = await ports.approvals.find(site, approval.id)
  if (stored === undefined) await ports.approvals.save(approval, undefined)
  return approval
}

/** What the orchestration does, step by step, `times` of each at once. */
export async function driveRelease(ports: Ports, { site, id }: Release, times = 1): Promise<Release> {
  const key = { site, release: id }
  const each = (step: () => Promise<unknown>) => Promise.all(Array.from({ length: times }, step))
  await each(() => signRelease(ports, key))
  await each(() => buildImages(ports, key))
  while ((await pollBuilds(ports, key)) === 'running') await sleep(5)
  await each(() => sealRelease(ports, key))
  await deployRelease(ports, key)
  return (await ports.releases.find(site, id))!.value
}

const [, script, connectionString = '', registryUrl = '', managementUrl = '', site = '', version = '', key = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const modelSigner = createEd25519ModelSigner(key)
  const { ports } = await createReleaseApp({ connectionString, registryUrl, managementUrl }, { modelSigner })
  const model = (await ports.models.find(site, version))!.value
  await driveRelease(ports, await startRelease(ports, { site, approval: await approve(ports, model) }))
}
