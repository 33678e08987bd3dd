/** Of a deployment: 400 it is no deployment, 412 of an unknown schema, 417 empty, 500 it could not be carried out. */
export interface DeploymentStatus {
  readonly code: 200 | 400 | 412 | 417 | 500
  readonly description: string
}

export interface ModuleReport {
  readonly image: string
  readonly createOptions?: string
  /** What the deployment asks for. */
  readonly status: 'running' | 'stopped'
  readonly restartPolicy: string
  readonly runtimeStatus: 'running' | 'backoff' | 'stopped' | 'failed' | 'unknown'
  readonly statusDescription: string
  readonly exitCode: number
  readonly restartCount: number
  /** ISO 8601; empty = never. */
  readonly lastStartTimeUtc: string
  readonly lastExitTimeUtc: string
  readonly lastRestartTimeUtc: string
}

export interface AgentReport {
  /** `$version` of the desired properties that the status is about. */
  readonly desiredVersion: number
  readonly status: DeploymentStatus
  /** As `uname -m` names it. */
  readonly architecture: string
  readonly modules: Readonly<Record<string, ModuleReport>>
}

// What .NET writes for a time that never was; the runtime is written in it.
const never = '0001-01-01T00:00:00Z'

/**
 * The reported properties of `$edgeAgent`.
 * https://learn.microsoft.com/azure/iot-edge/module-edgeagent-edgehub#edgeagent-reported-properties
 */
export function reportedProperties({ desiredVersion, status, architecture, modules }: AgentReport): Record<string, unknown> {
  return {
    schemaVersion: '1.1',
    version: { version: '1.5.0', build: 'sightloop', commit: '' },
    lastDesiredVersion: desiredVersion,
    lastDesiredStatus: { ...status, description: status.description.slice(0, 1000) },
    runtime: { type: 'docker', platform: { os: 'linux', architecture, version: '1.5.0' } },
    systemModules: { edgeAgent: { type: 'docker', runtimeStatus: 'running' }, edgeHub: { type: 'docker', runtimeStatus: 'running' } },
    modules: Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, describe(module)])),
  }
}

function describe({ image, createOptions = '{}', ...module }: ModuleReport): Record<string, unknown> {
  return {
    type: 'docker',
    ...module,
    lastStartTimeUtc: module.lastStartTimeUtc || never,
    lastExitTimeUtc: module.lastExitTimeUtc || never,
    lastRestartTimeUtc: module.lastRestartTimeUtc || never,
    // A text in a twin has 4 KB at most.
    settings: { image, createOptions: createOptions.slice(0, 1000) },
  }
}
