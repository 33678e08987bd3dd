import { Fault } from './faults.ts'

/**
 * Most bytes that an image may have in the registry, compressed. A plant's line of 10 Mbit/s moves 75 MB a minute, so this
 * is eight minutes a device; and the flash of a small device must hold the image that works and the next one unpacked.
 */
export const maxImageBytes = 600 * 1024 * 1024

/** @throws Fault `image-too-large` */
export function requireBudget(what: string, bytes: number): void {
  if (bytes <= maxImageBytes) return
  const mb = (count: number) => Math.ceil(count / 1024 / 1024)
  throw new Fault('image-too-large', `${what} has ${mb(bytes)} MB; ${mb(maxImageBytes)} MB are allowed.`)
}
