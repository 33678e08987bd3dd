import { HubError } from '../hub-error.ts'
import { newEtag } from './identity.ts'
import { checkSection } from './twin-limits.ts'

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/** One half of a twin. `metadata` mirrors `values` and says when each was last set. */
export interface TwinSection {
  readonly values: JsonObject
  readonly metadata: JsonObject
  readonly version: number
}

export interface Twin {
  readonly etag: string
  readonly version: number
  readonly tags: JsonObject
  readonly desired: TwinSection
  readonly reported: TwinSection
  /** Automatic deployments that target it, as `configurations` of the twin shows them. */
  readonly configurations: Readonly<Record<string, { readonly status: 'Targeted' | 'Applied' }>>
}

export interface TwinPatch {
  readonly tags?: unknown
  readonly properties?: { readonly desired?: unknown }
}

export function newTwin(now: string): Twin {
  const section = { values: {}, metadata: { $lastUpdated: now }, version: 1 }
  return { etag: newEtag(), version: 1, tags: {}, desired: section, reported: section, configurations: {} }
}

/** Applies a patch of the service side: merge, `null` deletes. Throws ArgumentInvalid when the result breaks a limit. */
export function patchTwin(twin: Twin, patch: TwinPatch, now: string): Twin {
  const { tags } = patch
  const desired = patch.properties?.desired
  return stamp({
    ...twin,
    tags: tags === undefined ? twin.tags : merge(twin.tags, checkSection('tags', tags)),
    desired: desired === undefined ? twin.desired : patchSection(twin.desired, checkSection('desired', desired), now),
  })
}

/** PUT: what the request does not name is gone. */
export function replaceTwin(twin: Twin, { tags, properties }: TwinPatch, now: string): Twin {
  return stamp({
    ...twin,
    tags: tags === undefined ? twin.tags : checkSection('tags', tags),
    desired:
      properties?.desired === undefined ? twin.desired : replaceDesired(twin.desired, checkSection('desired', properties.desired), now),
  })
}

/** Sets all desired properties at once, as a deployment does. */
export function setDesired(twin: Twin, values: JsonObject, now: string): Twin {
  return stamp({ ...twin, desired: replaceDesired(twin.desired, checkSection('desired', values), now) })
}

function replaceDesired(section: TwinSection, values: JsonObject, now: string): TwinSection {
  const emptied = { ...section, values: {}, metadata: {} }
  return patchSection(emptied, values, now)
}

/** Applies what a device reports. */
export function reportTwin(twin: Twin, patch: unknown, now: string): Twin {
  return stamp({ ...twin, reported: patchSection(twin.reported, checkSection('reported', patch), now, 'reported') })
}

function stamp(twin: Twin): Twin {
  checkSection('tags', twin.tags, 'whole')
  checkSection('desired', twin.desired.values, 'whole')
  checkSection('reported', twin.reported.values, 'whole')
  return { ...twin, version: twin.version + 1, etag: newEtag() }
}

function patchSection(section: TwinSection, patch: JsonObject, now: string, kind: 'desired' | 'reported' = 'desired'): TwinSection {
  const version = section.version + 1
  // Only the service's side counts versions per property; a device's report carries times alone.
  const mark: JsonObject = kind === 'desired' ? { $lastUpdated: now, $lastUpdatedVersion: version } : { $lastUpdated: now }
  return { values: merge(section.values, patch), metadata: mergeMetadata(section.metadata, section.values, patch, mark), version }
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON merge patch (RFC 7396). */
export function merge(target: JsonObject, patch: JsonObject): JsonObject {
  const result = { ...target }
  for (const [key, value] of Object.entries(patch)) {
    const current = result[key]
    if (value === null) delete result[key]
    else if (isObject(value)) result[key] = merge(isObject(current) ? current : {}, value)
    else result[key] = value
  }
  return result
}

function mergeMetadata(metadata: JsonObject, values: JsonObject, patch: JsonObject, mark: JsonObject): JsonObject {
  const result = { ...metadata, ...mark }
  for (const [key, value] of Object.entries(patch)) {
    const [below, current] = [result[key], values[key]]
    if (value === null) delete result[key]
    else if (isObject(value))
      result[key] = mergeMetadata(isObject(below) && isObject(current) ? below : {}, isObject(current) ? current : {}, value, mark)
    else result[key] = { ...mark }
  }
  return result
}

/** What a device reads: no metadata, the versions beside the values. */
export function deviceView(twin: Twin): JsonObject {
  const section = ({ values, version }: TwinSection): JsonObject => ({ ...values, $version: version })
  return { desired: section(twin.desired), reported: section(twin.reported) }
}

/** What the service reads. */
export function serviceProperties(twin: Twin): JsonObject {
  const section = ({ values, metadata, version }: TwinSection): JsonObject => ({ ...values, $metadata: metadata, $version: version })
  return { desired: section(twin.desired), reported: section(twin.reported) }
}

/** `*` matches anything; a missing header too. Quotes around the tag are the header's, not the tag's. */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  const wanted = ifMatch?.replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
  if (wanted === undefined || wanted === '*' || wanted === etag) return
  throw new HubError('PreconditionFailed', `Expected etag ${wanted}, found ${etag}: it was changed meanwhile. Read it again.`)
}
