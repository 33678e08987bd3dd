import { optionText } from '../app/app-settings.ts'
import type { TypedData } from '../app/core-types.ts'

/**
 * The top-level properties of a JSON object, for `{name}` in the options of extra inputs and outputs. Lists and null
 * are left out, as in Azure; a text that is no JSON object gives none.
 */
export function jsonBindingValues(text: string | undefined): Record<string, unknown> {
  if (text === undefined || !/^\s*\{/.test(text)) return {}
  try {
    const content = JSON.parse(text) as Record<string, unknown>
    return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null && !Array.isArray(value)))
  } catch {
    return {}
  }
}

/**
 * Adds the properties of a JSON payload to a trigger's metadata. As in Azure they win, whatever their case: a queue
 * message with a property `id` hides the message's own Id.
 */
export function withPayload(metadata: Record<string, TypedData>, payload: Record<string, unknown>): Record<string, TypedData> {
  const merged = { ...metadata }
  for (const [name, value] of Object.entries(payload)) {
    const key = Object.keys(merged).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name
    merged[key] = typeof value === 'object' ? { json: JSON.stringify(value) } : { string: String(value) }
  }
  return merged
}

/** The values of a trigger's metadata for `{name}`. */
export function valuesOf(metadata: Record<string, TypedData>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).map(([name, { string, json }]) => [name, string ?? JSON.parse(json ?? 'null')]))
}

/** Fills in settings (`%NAME%`) and binding values (`{id}`, `{query.page}`, `{rand-guid}`, `{DateTime}`, `{sys.utcnow}`). */
export function fillIn(option: unknown, values: Record<string, unknown>): string {
  return optionText(option).replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    const [path = '', format] = expression.split(':')
    const value = lookUp(path.trim(), values) ?? systemValue(path.trim().toLowerCase(), format)
    if (value === undefined) throw new Error(`No value for named parameter '${path}' in "${String(option)}".`)
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  })
}

/** Names are compared without case, level by level. */
function lookUp(path: string, values: Record<string, unknown>): unknown {
  let current: unknown = values
  for (const step of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined
    const name = Object.keys(current).find((each) => each.toLowerCase() === step.toLowerCase())
    current = name === undefined ? undefined : (current as Record<string, unknown>)[name]
  }
  return current ?? undefined
}

function systemValue(name: string, format: string | undefined): string | undefined {
  if (name !== 'datetime' && name !== 'sys.utcnow') return undefined
  const now = new Date().toISOString()
  if (format === undefined) return now.replace(/\.\d+Z$/, 'Z')
  const [, yyyy = '', MM = '', dd = '', HH = '', mm = '', ss = ''] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(now) ?? []
  const parts: Record<string, string> = { yyyy, yy: yyyy.slice(2), MM, dd, HH, mm, ss }
  return format.replace(/yyyy|yy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part)
}
