import type { Journal } from '../disk/journal.ts'
import { HubError } from '../hub-error.ts'
import { type Address, addressKey, changeIdentity, createIdentity, type Identity, type IdentityRequest } from './identity.ts'
import { type JsonObject, newTwin, requireMatch, type Twin } from './twin.ts'

/** A device or module with its twin. `connection` is of this run only, the rest is on disk. */
export interface Entry {
  readonly address: Address
  identity: Identity
  twin: Twin
  readonly connection: { isConnected: boolean; changedAt: string; lastActivityAt: string }
}

/** What changed, told after it is on disk; the entry may have changed again by then. `isReplaced` says that it came by PUT. */
export type RegistryChange =
  | { readonly kind: 'created' | 'updated' | 'deleted'; readonly entry: Entry }
  | { readonly kind: 'twin'; readonly entry: Entry; readonly before: Twin; readonly after: Twin; readonly isReplaced: boolean }

export interface Registry {
  find(address: Address): Entry | undefined
  /** Throws DeviceNotFound or ModuleNotFound. */
  get(address: Address): Entry
  devices(): readonly Entry[]
  modules(): readonly Entry[]
  modulesOf(device: string): readonly Entry[]
  create(address: Address, request: IdentityRequest): Promise<Entry>
  update(address: Address, request: IdentityRequest, ifMatch: string | undefined): Promise<Entry>
  remove(address: Address, ifMatch: string | undefined): Promise<void>
  /** Changes a twin by a pure function; `ifMatch` guards against a change in between. */
  changeTwin(address: Address, ifMatch: string | undefined, change: (twin: Twin, now: string) => Twin, isReplaced?: boolean): Promise<Entry>
  onChange(listener: (change: RegistryChange) => void): void
}

const never = '0001-01-01T00:00:00Z'
const keyPrefix = 'identity:'

interface Saved {
  readonly identity: Identity
  readonly twin: Twin
}

/** The identity registry and its twins, kept in the journal. */
export function openRegistry(journal: Journal): Registry {
  const devices = new Map<string, Entry>()
  const modules = new Map<string, Map<string, Entry>>()
  const listeners: ((change: RegistryChange) => void)[] = []

  const remember = ({ identity, twin }: Saved): Entry => {
    const address = { device: identity.deviceId, module: identity.moduleId }
    const entry = { address, identity, twin, connection: { isConnected: false, changedAt: never, lastActivityAt: never } }
    if (address.module === undefined) devices.set(address.device, entry)
    else modules.set(address.device, (modules.get(address.device) ?? new Map()).set(address.module, entry))
    return entry
  }
  for (const [, saved] of journal.entries(keyPrefix)) remember(saved as Saved)

  const find = ({ device, module }: Address) => (module === undefined ? devices.get(device) : modules.get(device)?.get(module))

  const get = (address: Address) => {
    if (!devices.has(address.device)) throw new HubError('DeviceNotFound', `Device ${address.device} is not registered.`)
    const entry = find(address)
    if (entry === undefined) throw new HubError('ModuleNotFound', `Module ${addressKey(address)} is not registered.`)
    return entry
  }

  const save = async (change: RegistryChange) => {
    const { address, identity, twin } = change.entry
    if (change.kind === 'deleted') journal.delete(keyPrefix + addressKey(address))
    else journal.put(keyPrefix + addressKey(address), { identity, twin })
    await journal.flushed()
    for (const listener of listeners) listener(change)
  }

  const create = async (address: Address, request: IdentityRequest): Promise<Entry> => {
    if (address.module !== undefined) get({ device: address.device })
    if (find(address) !== undefined)
      throw address.module === undefined
        ? new HubError('DeviceAlreadyExists', `A device with ID '${address.device}' is already registered.`)
        : new HubError('ModuleAlreadyExistsOnDevice', `Module ${addressKey(address)} is already registered.`)
    const entry = remember({ identity: createIdentity(address, request), twin: newTwin(new Date().toISOString()) })
    await Promise.all([save({ kind: 'created', entry }), createRuntime(entry)])
    return entry
  }

  // The real hub registers the runtime's two modules together with an edge device.
  const createRuntime = async ({ address, identity }: Entry): Promise<void> => {
    if (identity.capabilities?.iotEdge !== true) return
    const missing = ['$edgeAgent', '$edgeHub'].map((module) => ({ ...address, module })).filter((one) => find(one) === undefined)
    await Promise.all(missing.map((one) => create(one, { managedBy: 'iotEdge' })))
  }

  const remove = async (address: Address, ifMatch: string | undefined): Promise<void> => {
    const entry = get(address)
    requireMatch(ifMatch, entry.identity.etag)
    const below = address.module === undefined ? [...(modules.get(address.device)?.values() ?? [])] : []
    const removals = below.map((module) => remove(module.address, '*'))
    if (address.module === undefined) devices.delete(address.device)
    else modules.get(address.device)?.delete(address.module)
    await Promise.all([...removals, save({ kind: 'deleted', entry })])
  }

  return {
    find,
    get,
    devices: () => [...devices.values()],
    modules: () => [...modules.values()].flatMap((ofDevice) => [...ofDevice.values()]),
    modulesOf: (device) => [...(modules.get(device)?.values() ?? [])],
    create,
    async update(address, request, ifMatch) {
      const entry = get(address)
      requireMatch(ifMatch, entry.identity.etag)
      entry.identity = changeIdentity(entry.identity, request)
      await Promise.all([save({ kind: 'updated', entry }), createRuntime(entry)])
      return entry
    },
    remove,
    async changeTwin(address, ifMatch, change, isReplaced = false) {
      const entry = get(address)
      const before = entry.twin
      requireMatch(ifMatch, before.etag)
      entry.twin = change(before, new Date().toISOString())
      await save({ kind: 'twin', entry, before, after: entry.twin, isReplaced })
      return entry
    },
    onChange: (listener) => listeners.push(listener),
  }
}

/** The patch that makes `before` into `after`: `null` for what is gone. Empty when nothing changed. */
export function difference(before: JsonObject, after: JsonObject): JsonObject {
  const patch: JsonObject = {}
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null
  for (const [key, value] of Object.entries(after)) {
    const old = before[key]
    if (JSON.stringify(old) === JSON.stringify(value)) continue
    const areObjects = [old, value].every((side) => typeof side === 'object' && side !== null && !Array.isArray(side))
    patch[key] = areObjects ? difference(old as JsonObject, value as JsonObject) : value
  }
  return patch
}
