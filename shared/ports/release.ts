import type { Approval } from '../domain/approval.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import type { DeviceState } from '../domain/device-state.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Page, Versioned } from '../domain/page.ts'
import type { Deployment } from '../domain/plan-deployments.ts'
import type { Architecture, ModuleRuntime, Release } from '../domain/release.ts'
import type { DeviceProgress, Rollout, RolloutPolicy } from '../domain/rollout.ts'

export type { DeviceState } from '../domain/device-state.ts'
export type { Deployment } from '../domain/plan-deployments.ts'

export interface ApprovalStore {
  /** Whose question it is; ids do not say. */
  siteOf(id: Id): Promise<Id | undefined>
  find(site: Id, id: Id): Promise<Versioned<Approval> | undefined>
  /** `version` undefined = it must be new. `approval-changed` when somebody else wrote it meanwhile. */
  save(approval: Approval, version: string | undefined): Promise<string>
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<Approval>>
}

export interface ReleaseStore {
  find(site: Id, id: Id): Promise<Versioned<Release> | undefined>
  save(release: Release, version: string | undefined): Promise<string>
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<Release>>
  /** The releases that were made of a model file, newest first. */
  ofModel(modelDigest: string): Promise<readonly Release[]>
  runtime(version: string): Promise<ModuleRuntime | undefined>
  newestRuntime(): Promise<ModuleRuntime | undefined>
  /** The same version again must be the same images: `input-invalid` otherwise. */
  saveRuntime(runtime: ModuleRuntime): Promise<void>
}

/** Builds images out of a runtime image and a model's folder, somewhere else. */
export interface ImageBuilder {
  /** Answers the id of the build. `files` are paths in the build's context; one of them is the `Dockerfile`. */
  begin(build: {
    readonly repository: string
    readonly tag: string
    readonly architecture: Architecture
    readonly files: Readonly<Record<string, Uint8Array>>
    readonly buildArguments: Readonly<Record<string, string>>
  }): Promise<string>
  find(
    run: string,
  ): Promise<{ state: 'running' | 'completed' | 'failed'; digest: string | undefined; problem: string | undefined } | undefined>
}

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly artifactType?: string
  readonly platform?: { readonly architecture: string; readonly os: string; readonly variant?: string }
  readonly annotations?: Readonly<Record<string, string>>
}

/** A container registry by the OCI distribution API. Everything is verified by its digest. */
export interface ImageRegistry {
  /** `registry/repository@digest` as a device would name it. */
  referenceOf(repository: string, digest: string): string
  manifest(repository: string, reference: string): Promise<{ descriptor: Descriptor; content: unknown } | undefined>
  /** Uploads what is missing; the same again changes nothing. */
  putBlob(repository: string, bytes: Uint8Array): Promise<Descriptor>
  readBlob(repository: string, digest: string, maxBytes: number): Promise<Uint8Array>
  /** Answers its descriptor. With a tag it can be found by that, too. */
  putManifest(repository: string, manifest: object, mediaType: string, tag?: string): Promise<Descriptor>
  referrers(repository: string, digest: string, artifactType?: string): Promise<readonly Descriptor[]>
}

export interface RolloutStore {
  find(site: Id, id: Id): Promise<Versioned<Rollout> | undefined>
  /** The one that is not over. */
  active(site: Id): Promise<Versioned<Rollout> | undefined>
  /** `version` undefined = it must be new, and no other may be active: `rollout-changed` otherwise. */
  save(rollout: Rollout, version: string | undefined): Promise<string>
  list(query: { sites: readonly Id[]; cursor?: string | undefined; limit: number }): Promise<Page<Rollout>>
  devices(rollout: Id): Promise<readonly DeviceProgress[]>
  saveDevices(rollout: Id, devices: readonly DeviceProgress[]): Promise<void>
  policy(site: Id): Promise<Versioned<RolloutPolicy>>
  savePolicy(site: Id, policy: RolloutPolicy, version: string | undefined): Promise<string>
}

export interface Deployments {
  /** Makes it, or changes condition, priority and labels of the one that is there; content never changes under an id. */
  put(deployment: Deployment): Promise<void>
  remove(id: string): Promise<void>
  list(): Promise<readonly Deployment[]>
}

export interface DeviceStates {
  read(device: Id): Promise<DeviceState | undefined>
  /** Of a site, by device. */
  list(site: Id): Promise<readonly DeviceState[]>
  /** Merges tags; null removes one. */
  setTags(device: Id, tags: Readonly<Record<string, string | null>>): Promise<void>
  /** Takes back a model that a deployment which is gone has left in the module's twin. */
  clearModel(device: Id): Promise<void>
}

/** Health messages of the recent past, for comparing how a device was with how it is. */
export interface HealthHistory {
  add(health: DeviceHealth): Promise<void>
  /** Oldest first. */
  read(device: Id, from: Instant, to: Instant): Promise<readonly DeviceHealth[]>
  /** Removes the days of the week before this instant that lie wholly before it. Answers how many messages went. */
  forget(device: Id, before: Instant): Promise<number>
}
