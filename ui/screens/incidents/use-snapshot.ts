import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

/** A link is good for ten minutes; asked for again a little before that. */
const freshMs = 8 * 60_000
/** What becomes visible within so many milliseconds is asked for together: one call, one entry of the audit chain. */
const gatherMs = 40
const mostAtOnce = 50

interface Waiting {
  readonly promise: Promise<string | null>
  resolve(url: string | null): void
  reject(error: unknown): void
}

const waiting = new Map<string, Waiting>()

/** The address of an incident's picture; undefined while it is not known, and where there is none. */
export function useSnapshot(id: string, isWanted: boolean): string | undefined {
  const { data } = useQuery({
    queryKey: ['snapshot', id],
    queryFn: () => wanted(id),
    enabled: isWanted,
    staleTime: freshMs,
    gcTime: freshMs,
    refetchOnWindowFocus: false,
  })
  return data ?? undefined
}

function wanted(id: string): Promise<string | null> {
  const known = waiting.get(id)
  if (known !== undefined) return known.promise
  if (waiting.size === 0) setTimeout(askForAll, gatherMs)
  let settle: Omit<Waiting, 'promise'> | undefined
  const promise = new Promise<string | null>((resolve, reject) => {
    settle = { resolve, reject }
  })
  waiting.set(id, { promise, ...settle! })
  return promise
}

function askForAll(): void {
  const all = [...waiting]
  waiting.clear()
  for (let next = 0; next < all.length; next += mostAtOnce) void ask(new Map(all.slice(next, next + mostAtOnce)))
}

async function ask(asked: ReadonlyMap<string, Waiting>): Promise<void> {
  try {
    const { items } = await call('linkSnapshots', { body: { ids: [...asked.keys()] } })
    const urls = new Map(items.map(({ id, url }) => [id, url]))
    for (const [id, { resolve }] of asked) resolve(urls.get(id) ?? null)
  } catch (error) {
    for (const { reject } of asked.values()) reject(error)
  }
}
