import { totalmem } from 'node:os'

export interface Datastore {
  readonly connectionString: string
  readonly container: string
}

export interface WorkspaceOptions {
  /** Where jobs and registered assets are kept, and where jobs work. */
  readonly folder: string
  /** The blob containers that `azureml://datastores/{name}/…` stands for; the first is the default one. */
  readonly datastores: Readonly<Record<string, Datastore>>
  /** Programs that a command may name besides those on PATH, with the arguments that come first. */
  readonly programs?: Readonly<Record<string, readonly [string, ...string[]]>>
  /** The only compute. Default: `laptop`. */
  readonly compute?: string
  /** Webhook that Event Grid would call; none = no events. */
  readonly eventsUrl?: string
  /** Memory that all processes of a job may hold together. Default: 60 % of the machine's, at most 6 GB. */
  readonly memoryBytes?: number
  /** Of what a job writes. Default: 4 GB. */
  readonly outputBytes?: number
  /** Between two looks at what a job has written, in ms. Default: 1500. */
  readonly mirrorEveryMs?: number
  readonly log?: (line: string) => void
}

const gigabyte = 1024 ** 3

export function withDefaults(options: WorkspaceOptions): Required<Omit<WorkspaceOptions, 'eventsUrl'>> & { eventsUrl: string | undefined } {
  return {
    programs: {},
    compute: 'laptop',
    memoryBytes: Math.min(6 * gigabyte, Math.floor(0.6 * totalmem())),
    outputBytes: 4 * gigabyte,
    mirrorEveryMs: 1500,
    log: console.error,
    ...options,
    eventsUrl: options.eventsUrl,
  }
}
export type Workspace = ReturnType<typeof withDefaults>
