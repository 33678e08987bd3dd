/** A number 0 … count − 1 that is always the same for the same text (FNV-1a). */
export function shardOf(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % count
}
