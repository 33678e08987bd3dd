import { edgeModule } from './fleet.ts'
import type { Id } from './ids.ts'
import type { Release } from './release.ts'
import type { RolloutPolicy } from './rollout.ts'

/** What is the same on every device: the images of the IoT Edge runtime, and how images are pulled. */
export interface EdgeRuntime {
  readonly images: { readonly agent: string; readonly hub: string }
  readonly registry: { readonly address: string; readonly username: string; readonly password: string } | undefined
}

/** `modulesContent` of a deployment. https://learn.microsoft.com/azure/iot-edge/module-composition */
export type ModulesContent = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface BaseRequest {
  readonly runtime: EdgeRuntime
  /** `registry/repository@sha256:…`. */
  readonly image: string
  /** SPKI in PEM: models with another signature do not work. */
  readonly modelPublicKeys: string
  readonly model: WantedModel | undefined
}

export interface LayerRequest {
  readonly carrier: RolloutPolicy['carrier']
  readonly image: string
  readonly modelPublicKeys: string
  readonly model: WantedModel | undefined
}

/** A model as an artefact of its own, for a module that runs already. */
export interface WantedModel {
  readonly reference: string
  readonly digest: string
}

/** What a plant that was cut off may take to come back; edgeHub drops what is older. */
export const storeSeconds = 14 * 86_400

/** What the module may use of a device, however it is run. */
export const moduleLimits = { memoryBytes: 1536 * 1024 * 1024, processors: 2 } as const
const hubMemoryBytes = 512 * 1024 * 1024

/** The standing deployment of a site: everything that a device needs, whatever releases come and go above it. */
export function baseManifest(request: BaseRequest): ModulesContent {
  const { runtime, model } = request
  const { address, username, password } = runtime.registry ?? {}
  const registryCredentials = address === undefined ? {} : { registryCredentials: { plant: { address, username, password } } }
  return {
    $edgeAgent: {
      'properties.desired': {
        schemaVersion: '1.1',
        runtime: { type: 'docker', settings: { minDockerVersion: 'v1.25', ...registryCredentials } },
        systemModules: {
          edgeAgent: { type: 'docker', imagePullPolicy: 'on-create', settings: { image: runtime.images.agent, createOptions: '{}' } },
          edgeHub: {
            ...{ type: 'docker', status: 'running', restartPolicy: 'always', startupOrder: 0, imagePullPolicy: 'on-create' },
            settings: { image: runtime.images.hub, createOptions: JSON.stringify(hubOptions) },
          },
        },
        modules: { [edgeModule]: moduleOf(request) },
      },
    },
    $edgeHub: {
      'properties.desired': {
        schemaVersion: '1.1',
        // While the line is thin, incidents go first; `type` is a property of every message of the module.
        routes: { incidents: routeOf("type = 'incident'", 0), others: routeOf("type <> 'incident'", 5) },
        storeAndForwardConfiguration: { timeToLiveSecs: storeSeconds },
      },
    },
    ...modelSetting(model),
  }
}

/** A release above the base: the module's image, or its model alone. Never the runtime: both at once could not be told apart when it goes wrong. */
export function layerManifest(request: LayerRequest): ModulesContent {
  if (request.carrier === 'artefact') return modelSetting(request.model)
  return { $edgeAgent: { [`properties.desired.modules.${edgeModule}`]: moduleOf(request) }, ...modelSetting(request.model) }
}

/** Whether devices under this deployment are told a model apart from the image. */
export function namesModel(content: ModulesContent): boolean {
  return content[edgeModule]?.['properties.desired.model'] !== undefined
}

/** Every device of the site, or those that carry the release's tag. */
export function conditionOf(site: Id, release?: Id): string {
  return release === undefined ? `tags.site = '${site}'` : `tags.site = '${site}' AND tags.release = '${release}'`
}

/** What the model of a release is called as an artefact; undefined where it has none. */
export function artefactOf(release: Release, referenceOf: (repository: string, digest: string) => string): WantedModel | undefined {
  if (release.model === undefined || release.artefact === undefined) return undefined
  return { reference: referenceOf(release.repository, release.artefact), digest: release.model.digest }
}

function routeOf(condition: string, priority: number) {
  const route = `FROM /messages/modules/${edgeModule}/* WHERE ${condition} INTO $upstream`
  return { route, priority, timeToLiveSecs: storeSeconds }
}

function moduleOf({ image, modelPublicKeys }: { readonly image: string; readonly modelPublicKeys: string }) {
  return {
    version: '1.0',
    ...{ type: 'docker', status: 'running', restartPolicy: 'always', startupOrder: 1, imagePullPolicy: 'on-create' },
    settings: { image, createOptions: JSON.stringify(moduleOptions) },
    env: {
      MODEL_PUBLIC_KEYS: { value: modelPublicKeys },
      // What a device signs in with lies on the device, never in a deployment.
      UPLOAD_CONNECTION_FILE: { value: '/secrets/upload-connection' },
      // A model that travels alone comes from where the images come from.
      MODEL_REGISTRY: { value: image.split('/')[0] },
      MODEL_REGISTRY_CREDENTIALS_FILE: { value: '/secrets/model-registry' },
    },
  }
}

function modelSetting(model: WantedModel | undefined): ModulesContent {
  return model === undefined ? {} : { [edgeModule]: { 'properties.desired.model': model } }
}

// https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerCreate
const moduleOptions = {
  User: 'node',
  HostConfig: {
    ...{ ReadonlyRootfs: true, Privileged: false, NetworkMode: 'azure-iot-edge', CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] },
    ...{ Memory: moduleLimits.memoryBytes, NanoCpus: moduleLimits.processors * 1e9, PidsLimit: 256 },
    Tmpfs: { '/tmp': 'rw,noexec,nosuid,size=64m' },
    Binds: ['sightloop-data:/data', 'sightloop-secrets:/secrets:ro'],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  },
}

const hubOptions = {
  HostConfig: {
    ...{ Privileged: false, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], Memory: hubMemoryBytes, PidsLimit: 512 },
    PortBindings: { '8883/tcp': [{ HostPort: '8883' }] },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  },
}
