import { Fault } from './faults.ts'
import type { Instant } from './ids.ts'

// Azure allows 1 KiB (512 characters) a key, refuses / \ # ? and control characters, and mangles % in some clients.
const maxKeyLength = 512
const emptyPart = '^-'

/**
 * Makes one key out of parts, any strings at all. Different parts never give the same key, and `splitKey` gives them
 * back. Parts are joined by `~`, which sorts after every letter and digit: `prefixRange` relies on it.
 *
 * @throws Fault `key-too-long` when the key would have more than 512 characters
 */
export function joinKey(...parts: readonly string[]): string {
  const key = parts.map(encodePart).join('~')
  if (key.length > maxKeyLength) throw new Fault('key-too-long', `${key.length} characters: ${key.slice(0, 40)}…`)
  return key
}

/** @throws Fault `input-invalid` for a text that joinKey never made */
export function splitKey(key: string): string[] {
  return key.split('~').map((part) => {
    const text = decodePart(part)
    if (encodePart(text) !== part) throw new Fault('input-invalid', `This is not a key: ${key.slice(0, 40)}`)
    return text
  })
}

/** Keys that begin with these parts and go on: `from` inclusive, `to` exclusive. */
export function prefixRange(...parts: readonly string[]): { readonly from: string; readonly to: string } {
  const prefix = joinKey(...parts)
  // No part begins with ~, so everything that goes on after the prefix lies between these two.
  return { from: `${prefix}~`, to: `${prefix}~~` }
}

// Instants reach from the year 0 to 9999; both ends as milliseconds since 1970.
const firstMs = -62_167_219_200_000
const lastMs = 253_402_300_799_999
const digits = String(lastMs - firstMs).length

/** Tables sort upwards only, so what must be listed first gets the smallest key. */
export function newestFirst(instant: Instant): string {
  return String(lastMs - Date.parse(instant)).padStart(digits, '0')
}

export function oldestFirst(instant: Instant): string {
  return String(Date.parse(instant) - firstMs).padStart(digits, '0')
}

/**
 * The instant that `newestFirst` was given.
 *
 * @throws Fault `input-invalid`
 */
export function instantOfNewestFirst(text: string): Instant {
  const ageMs = Number(text)
  if (!(ageMs >= 0 && ageMs <= lastMs - firstMs)) throw new Fault('input-invalid', `This is not a key of time: ${text.slice(0, 40)}`)
  return new Date(lastMs - ageMs).toISOString()
}

/** `2026-11-20` as a key that sorts newest first. */
export function newestDayFirst(day: string): string {
  return newestFirst(`${day}T00:00:00.000Z`)
}

/** The UTC day of an instant. */
export function dayOf(instant: Instant): string {
  return instant.slice(0, 10)
}

// By UTF-16 units, not by characters: half a surrogate pair must survive as well.
function encodePart(text: string): string {
  if (text === '') return emptyPart
  return text.replace(/[^A-Za-z0-9_.-]/g, (unit) => `^${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function decodePart(part: string): string {
  if (part === emptyPart) return ''
  return part.replace(/\^([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
