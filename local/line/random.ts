/** A number in [0, 1) that depends on nothing but its arguments, so that any moment can be drawn without those before it. */
export function chance(seed: number, stream: string, index = 0): number {
  let hash = 0x811c9dc5 ^ seed
  for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (index + 0x9e3779b9), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13) ^ (index >>> 3), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

export function between(seed: number, stream: string, index: number, low: number, high: number): number {
  return low + (high - low) * chance(seed, stream, index)
}

export function pick<T>(choices: readonly T[], seed: number, stream: string, index = 0): T {
  return choices[Math.floor(chance(seed, stream, index) * choices.length)]!
}
