import { z } from 'zod'
import type { DeploymentStatus } from './reported.ts'

const createOptionsKey = /^createOptions(0[1-9]|[1-9]\d)?$/

/** Env names must not hold what twins or shells cannot. */
const EnvName = z.string().regex(/^[^\s.$#=\p{Cc}]+$/u, 'is no name for a variable')
const EnvValue = z.object({ value: z.union([z.string(), z.number(), z.boolean()]).transform(String) })

const Settings = z.looseObject({ image: z.string().trim().min(1).max(1000) }).transform(({ image, ...rest }) => {
  // Long texts come in numbered pieces: a value in a twin has 4 KB at most.
  const pieces = Object.keys(rest).filter((key) => createOptionsKey.test(key))
  return {
    image,
    createOptions: pieces
      .sort()
      .map((key) => String(rest[key]))
      .join(''),
  }
})

const ModuleName = z.string().regex(/^[a-zA-Z0-9_-]+$/, 'is no name for a module')

/** One module of a deployment, with IoT Edge's own words and defaults. */
export const ModuleSpec = z.object({
  version: z.string().default(''),
  type: z.literal('docker'),
  status: z.enum(['running', 'stopped']).default('running'),
  restartPolicy: z.enum(['never', 'on-failure', 'on-unhealthy', 'always']).default('always'),
  imagePullPolicy: z.enum(['on-create', 'never']).default('on-create'),
  startupOrder: z.int().min(0).max(4_294_967_295).default(4_294_967_295),
  settings: Settings,
  env: z.record(EnvName, EnvValue).default({}),
})
export type ModuleSpec = z.output<typeof ModuleSpec>

const Credentials = z.object({ username: z.string(), password: z.string(), address: z.string() })

/** Desired properties of `$edgeAgent`; what concerns the runtime itself is left alone. */
const Desired = z.object({
  runtime: z.object({
    type: z.literal('docker'),
    settings: z.looseObject({ registryCredentials: z.record(z.string(), Credentials).default({}) }),
  }),
  modules: z.record(ModuleName, ModuleSpec).default({}),
})

export interface Deployment {
  readonly modules: Readonly<Record<string, ModuleSpec>>
  readonly registryCredentials: readonly z.infer<typeof Credentials>[]
}

/** Reads a deployment, or says by IoT Edge's codes why it is none. */
export function readDeployment(desired: Readonly<Record<string, unknown>>): Deployment | DeploymentStatus {
  const { schemaVersion, ...rest } = desired
  if (rest['runtime'] === undefined && rest['modules'] === undefined)
    return { code: 417, description: 'There is no deployment for this device.' }
  if (!/^1\.\d+(\.\d+)?$/.test(String(schemaVersion)))
    return { code: 412, description: `Schema version ${schemaVersion} is not known here; 1.0 and 1.1 are.` }
  const parsed = Desired.safeParse(rest)
  if (!parsed.success) return { code: 400, description: z.prettifyError(parsed.error) }
  const { modules, runtime } = parsed.data
  return { modules, registryCredentials: Object.values(runtime.settings.registryCredentials) }
}

/** Whether a module must be started anew to become another. Status and restart policy alone need no new process. */
export function needsNewProcess(old: ModuleSpec, wanted: ModuleSpec): boolean {
  const essence = ({ settings, env, version }: ModuleSpec) => JSON.stringify([settings, Object.entries(env).sort(), version])
  return essence(old) !== essence(wanted)
}
