import type { Answer } from '../../../api/call.ts'

export type AuditEntry = Answer<'readAudit'>['entries'][number]

const chainStart = '0'.repeat(64)

/**
 * Checks entries of one chain with the browser's own cryptography, so that nobody has to believe the server.
 *
 * @param entries In order of `seq`
 * @param before What the first one hangs on; undefined where the chain begins with it
 * @returns the first `seq` that does not hold, undefined where all is well
 */
export async function findBreak(
  entries: readonly AuditEntry[],
  before: { readonly seq: number; readonly hash: string } | undefined,
): Promise<number | undefined> {
  const hashes = await Promise.all(entries.map(hashOf))
  let last = before ?? { seq: 0, hash: chainStart }
  for (const [index, entry] of entries.entries()) {
    if (entry.seq !== last.seq + 1 || entry.previous !== last.hash || entry.hash !== hashes[index]) return entry.seq
    last = entry
  }
  return undefined
}

/** The first entry, by `seq`, that is not what its hash says. Entries that stand apart cannot be checked any further. */
export async function findFalse(entries: readonly AuditEntry[]): Promise<number | undefined> {
  const hashes = await Promise.all(entries.map(hashOf))
  const found = entries.filter(({ hash }, index) => hash !== hashes[index]).map(({ seq }) => seq)
  return found.length === 0 ? undefined : Math.min(...found)
}

/** SHA-256 over the entry without its hash, as JSON with sorted keys: the form of the chain (docs/storage.md). */
async function hashOf({ hash: _, ...body }: AuditEntry): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(body)))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}
