import type { Journal } from '../disk/journal.ts'
import { HubError } from '../hub-error.ts'
import type { Address } from '../identity/identity.ts'
import { difference, type Entry, type Registry } from '../identity/registry.ts'
import { type JsonObject, requireMatch, setDesired } from '../identity/twin.ts'
import { twinView } from '../identity/views.ts'
import { meets } from '../query/evaluate.ts'
import { parseTargetCondition } from '../query/parse.ts'
import { type Configuration, type Content, makeConfiguration, readContent, type Settings } from './configuration.ts'
import { applySettings, byPriority, type Resolution, resolveEdge } from './resolve.ts'

/** Automatic deployments: which configuration sets which twin. */
export interface Deployments {
  list(): readonly Configuration[]
  get(id: string): Configuration
  /** Resolves when every twin that it changes is written: the real hub takes minutes. */
  put(id: string, request: JsonObject, ifMatch: string | undefined): Promise<Configuration>
  /** What it had set stays until another one applies. */
  remove(id: string, ifMatch: string | undefined): Promise<void>
  /** "Set modules" of one device, outside of any deployment. */
  applyContent(device: string, content: unknown): Promise<void>
  /** Resolves when all that was begun until now is written. */
  settled(): Promise<void>
}

const keyPrefix = 'configuration:'
const maxConfigurations = 100

export function createDeployments(journal: Journal, registry: Registry, log: (line: string) => void): Deployments {
  const configurations = new Map(journal.entries(keyPrefix).map(([, value]) => [(value as Configuration).id, value as Configuration]))
  // One evaluation at a time: two that interleave could write an older state over a newer one.
  let queue: Promise<void> = Promise.resolve()

  const matching = (entry: Entry, from: 'devices' | 'devices.modules', part: keyof Content) =>
    [...configurations.values()].filter((configuration) => {
      if (configuration.content[part] === undefined || configuration.targetCondition === '') return false
      const condition = parseTargetCondition(configuration.targetCondition)
      return condition.from === from && meets(twinView(entry), condition.where)
    })

  const evaluateEdge = async (device: Entry) => {
    if (device.identity.capabilities?.iotEdge !== true) return
    const { applied, targeted } = resolveEdge(matching(device, 'devices', 'modulesContent'))
    for (const [module, settings] of settingsByModule(applied.map(({ content }) => content)))
      await writeDesired(await moduleOf(registry, device.address.device, module), settings)
    const agent = registry.find({ device: device.address.device, module: '$edgeAgent' })
    if (agent !== undefined) await setStatus(agent, { applied, targeted })
  }

  const evaluatePlain = async (entry: Entry, from: 'devices' | 'devices.modules', part: 'deviceContent' | 'moduleContent') => {
    const applied = matching(entry, from, part).toSorted(byPriority)
    if (applied.length > 0)
      await writeDesired(
        entry,
        applied.map(({ content }) => content[part] ?? {}),
      )
    const isAgent = entry.address.module === '$edgeAgent'
    if (!isAgent) await setStatus(entry, { applied, targeted: [] })
  }

  const writeDesired = async (entry: Entry, settings: readonly Settings[]) => {
    const { values } = entry.twin.desired
    const desired = applySettings(values, settings)
    if (Object.keys(difference(values, desired)).length === 0) return
    await registry.changeTwin(entry.address, undefined, (twin, now) => setDesired(twin, desired, now), true)
  }

  const setStatus = async (entry: Entry, { applied, targeted }: Resolution) => {
    const status = Object.fromEntries([
      ...applied.map(({ id }) => [id, { status: 'Applied' as const }] as const),
      ...targeted.map(({ id }) => [id, { status: 'Targeted' as const }] as const),
    ])
    if (JSON.stringify(status) === JSON.stringify(entry.twin.configurations)) return
    await registry.changeTwin(entry.address, undefined, (twin) => ({ ...twin, configurations: status }))
  }

  const evaluate = async (address: Address) => {
    const entry = registry.find(address)
    if (entry === undefined) return
    if (address.module !== undefined) return evaluatePlain(entry, 'devices.modules', 'moduleContent')
    await evaluateEdge(entry)
    await evaluatePlain(entry, 'devices', 'deviceContent')
  }

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = queue.then(work)
    queue = done.catch(() => {})
    return done
  }

  const evaluateAll = () =>
    enqueue(async () => {
      for (const { address } of [...registry.devices(), ...registry.modules()]) await evaluate(address)
    })

  registry.onChange(({ kind, entry }) => {
    if (kind !== 'deleted' && configurations.size > 0)
      enqueue(() => evaluate(entry.address)).catch((error) => log(`deployments of ${entry.address.device}: ${error.message}`))
  })

  const get = (id: string) => {
    const configuration = configurations.get(id)
    if (configuration === undefined) throw new HubError('ConfigurationNotFound', `There is no configuration ${id}.`)
    return configuration
  }

  return {
    list: () => [...configurations.values()],
    get,
    async put(id, request, ifMatch) {
      const current = configurations.get(id)
      if (current !== undefined && ifMatch === undefined)
        throw new HubError('ConfigurationAlreadyExists', `There is a configuration ${id} already.`)
      if (ifMatch !== undefined) requireMatch(ifMatch, get(id).etag)
      if (configurations.size >= maxConfigurations && current === undefined)
        throw new HubError('ArgumentInvalid', `A hub may have ${maxConfigurations} configurations.`)
      const configuration = makeConfiguration(id, request, current)
      configurations.set(id, configuration)
      journal.put(keyPrefix + id, configuration)
      await journal.flushed()
      await evaluateAll()
      return configuration
    },
    async remove(id, ifMatch) {
      requireMatch(ifMatch, get(id).etag)
      configurations.delete(id)
      journal.delete(keyPrefix + id)
      await journal.flushed()
      await evaluateAll()
    },
    applyContent: (device, content) =>
      enqueue(async () => {
        registry.get({ device })
        for (const [module, settings] of settingsByModule([readContent(content)]))
          await writeDesired(await moduleOf(registry, device, module), settings)
      }),
    settled: () => queue,
  }
}

function settingsByModule(contents: readonly Content[]): Map<string, Settings[]> {
  const byModule = new Map<string, Settings[]>()
  for (const [module, settings] of contents.flatMap(({ modulesContent }) => Object.entries(modulesContent ?? {})))
    byModule.set(module, [...(byModule.get(module) ?? []), settings])
  return byModule
}

/** A deployment names modules that need not be registered yet. */
async function moduleOf(registry: Registry, device: string, module: string): Promise<Entry> {
  return registry.find({ device, module }) ?? (await registry.create({ device, module }, { managedBy: 'iotEdge' }))
}
