import { HubError } from '../hub-error.ts'
import type { Json, JsonObject } from './twin.ts'

// learn.microsoft.com "Understand and use device twins": size, key and value limits.
const maxDepth = 10
const maxKeyBytes = 1024
const maxTextBytes = 4096
const integerBounds = { least: -(2 ** 52), most: 2 ** 52 - 1 }
const maxBytes = { tags: 8 * 1024, desired: 32 * 1024, reported: 32 * 1024 } as const
const forbiddenInKey = /[.$ \p{Cc}]/u

/**
 * Returns the section as an object, or throws ArgumentInvalid naming the property that breaks a limit.
 * A patch may hold nulls, which delete; the whole section may not exceed its size.
 */
export function checkSection(section: keyof typeof maxBytes, value: unknown, extent: 'patch' | 'whole' = 'patch'): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${section} must be an object`)
  const { $version: _version, $metadata: _metadata, ...rest } = value as JsonObject
  const size = sizeOf(rest, section, 1)
  if (extent === 'whole' && size > maxBytes[section]) refuse(`${section} is ${size} bytes, the limit is ${maxBytes[section]}`)
  return rest
}

/** Counts as the real service does: UTF-8 bytes of keys and texts, 8 for a number, 4 for true and false. */
function sizeOf(value: Json, path: string, depth: number): number {
  if (depth > maxDepth + 1) refuse(`${path} is nested deeper than ${maxDepth}`)
  switch (typeof value) {
    case 'boolean':
      return 4
    case 'number':
      return checkNumber(value, path)
    case 'string':
      return checkText(value, path)
    default:
      return Array.isArray(value) ? sizeOfArray(value, path, depth) : sizeOfObject(value, path, depth)
  }
}

function checkNumber(value: number, path: string): number {
  const isInBounds = !Number.isInteger(value) || (value >= integerBounds.least && value <= integerBounds.most)
  if (!isInBounds) refuse(`${path} is an integer beyond ±2^52; send it as text`)
  return 8
}

function checkText(value: string, path: string): number {
  const bytes = Buffer.byteLength(value)
  if (bytes > maxTextBytes) refuse(`${path} is a text of ${bytes} bytes, the limit is ${maxTextBytes}`)
  return bytes
}

function sizeOfArray(items: Json[], path: string, depth: number): number {
  if (items.includes(null)) refuse(`${path} holds null in an array`)
  return items.reduce<number>((sum, item, index) => sum + sizeOf(item, `${path}[${index}]`, depth + 1), 0)
}

function sizeOfObject(value: JsonObject | null, path: string, depth: number): number {
  let size = 0
  for (const [key, member] of Object.entries(value ?? {})) {
    // Set as a member, it would change the object's prototype instead.
    if (key === '__proto__' || forbiddenInKey.test(key)) refuse(`${path} has the key '${key}': no dots, spaces, $ or control characters`)
    if (Buffer.byteLength(key) > maxKeyBytes) refuse(`${path} has a key longer than ${maxKeyBytes} bytes`)
    size += Buffer.byteLength(key) + sizeOf(member, `${path}.${key}`, depth + 1)
  }
  return size
}

function refuse(what: string): never {
  throw new HubError('ArgumentInvalid', what)
}
