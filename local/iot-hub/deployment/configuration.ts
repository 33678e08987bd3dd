import { HubError } from '../hub-error.ts'
import { newEtag } from '../identity/identity.ts'
import type { Json, JsonObject } from '../identity/twin.ts'
import { parseQuery, parseTargetCondition } from '../query/parse.ts'

/** What a deployment sets on one module: `properties.desired[.path]` → value. */
export type Settings = Readonly<Record<string, Json>>

export interface Content {
  readonly modulesContent?: Readonly<Record<string, Settings>>
  readonly moduleContent?: Settings
  readonly deviceContent?: Settings
}

/** An automatic deployment; field names are the wire's. */
export interface Configuration {
  readonly id: string
  readonly schemaVersion: string
  readonly labels: Readonly<Record<string, string>>
  readonly content: Content
  readonly targetCondition: string
  readonly priority: number
  readonly metrics: { readonly queries: Readonly<Record<string, string>> }
  readonly createdTimeUtc: string
  readonly lastUpdatedTimeUtc: string
  readonly etag: string
}

// Lower case, up to 128, none of & ^ [ ] { } \ | " < > / (learn.microsoft.com, "Automatic device management").
const idPattern = /^[a-z0-9\-+%_*!']{1,128}$/
const maxMetrics = 5
const settingsKey = /^properties\.desired(\.[^.\s]+)*$/

/** Makes a configuration of a PUT, or throws ArgumentInvalid. A change keeps the content: new content takes a new id. */
export function makeConfiguration(id: string, request: JsonObject, current: Configuration | undefined): Configuration {
  if (!idPattern.test(id))
    throw new HubError('ArgumentInvalid', `'${id}' is no configuration id: lower case, digits and - + % _ * ! ', up to 128.`)
  const now = new Date().toISOString()
  const { schemaVersion, labels, targetCondition, priority, metrics } = request as Record<string, unknown>
  const queries = ((metrics as { queries?: unknown } | null)?.queries ?? {}) as Record<string, string>
  if (Object.keys(queries).length > maxMetrics) throw new HubError('ArgumentInvalid', `A configuration may have ${maxMetrics} metrics.`)
  for (const query of Object.values(queries)) parseQuery(query)
  const condition = String(targetCondition ?? '')
  if (condition !== '') parseTargetCondition(condition)
  if (priority !== undefined && !Number.isInteger(priority)) throw new HubError('ArgumentInvalid', 'priority must be an integer.')
  return {
    id,
    schemaVersion: String(schemaVersion ?? '1.0'),
    labels: (labels ?? {}) as Record<string, string>,
    content: current?.content ?? readContent(request['content']),
    targetCondition: condition,
    priority: Number(priority ?? 0),
    metrics: { queries },
    createdTimeUtc: current?.createdTimeUtc ?? now,
    lastUpdatedTimeUtc: now,
    etag: newEtag(),
  }
}

/** Checks the shape of what is to be set; its values are checked when a twin takes them. */
export function readContent(value: unknown): Content {
  const content = (value ?? {}) as Content
  const settings = [...Object.values(content.modulesContent ?? {}), content.moduleContent ?? {}, content.deviceContent ?? {}]
  if (!content.modulesContent && !content.moduleContent && !content.deviceContent)
    throw new HubError('ArgumentInvalid', 'content must have modulesContent, moduleContent or deviceContent.')
  for (const key of settings.flatMap(Object.keys))
    if (!settingsKey.test(key))
      throw new HubError('ArgumentInvalid', `'${key}' is no setting: expected properties.desired or properties.desired.NAME.`)
  return content
}

/** A layer sets parts of the runtime's modules only; the base names all of `$edgeAgent`. */
export function isLayer({ content }: Configuration): boolean {
  return content.modulesContent !== undefined && !('properties.desired' in (content.modulesContent['$edgeAgent'] ?? {}))
}
