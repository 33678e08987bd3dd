import type { HttpRequest } from '@azure/functions'
import type { Clock } from '../../shared/domain/clock.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { type RateLimit, type TokenBucket, takeToken } from '../../shared/domain/token-bucket.ts'

/** What a call of the API counts as: it reads, it changes something, or it makes links to pictures and video. */
export type RequestKind = 'reads' | 'writes' | 'links'

export type RequestLimits = Readonly<Record<RequestKind | 'address' | 'strangers' | 'everybody', RateLimit>>

/**
 * Several times what the busiest pages need: a wall of twelve cameras looks at each twice a second, a quick labeler saves a
 * frame a second. Each instance of the app counts for itself, so what holds for one person grows with their number.
 */
export const requestLimits: RequestLimits = {
  reads: { perMinute: 1800, burst: 600 },
  writes: { perMinute: 240, burst: 240 },
  links: { perMinute: 240, burst: 240 },
  // A whole plant may come from one address.
  address: { perMinute: 18_000, burst: 6000 },
  /** Calls without a valid identity, by their address. */
  strangers: { perMinute: 60, burst: 60 },
  everybody: { perMinute: 36_000, burst: 12_000 },
}

/** Most callers that are remembered; the one that was quiet longest is forgotten first. */
const maxCallers = 10_000

export interface RequestLimiter {
  /** Before anything is known of a caller. @throws Fault `requests-too-many` */
  admit(request: HttpRequest): void
  /** Of a person who may do it. @throws Fault `requests-too-many` */
  admitPerson(person: string, kind: RequestKind): void
  /** Of a caller whose identity is missing or none of ours. @throws Fault `requests-too-many` instead of saying so again */
  noteStranger(request: HttpRequest): void
}

/** Counts in memory, so that no outage of a store can open the door: see docs/decisions.md. */
export function createRequestLimiter(clock: Clock, limits: RequestLimits = requestLimits): RequestLimiter {
  const buckets = new Map<string, TokenBucket>()
  const take = (limit: keyof RequestLimits, who: string) => {
    const key = `${limit} ${who}`
    const { bucket, waitMs } = takeToken(buckets.get(key), limits[limit], clock().getTime())
    // Taken out and put in again, so that the map is in the order of last use.
    buckets.delete(key)
    buckets.set(key, bucket)
    for (const [oldest] of buckets) {
      if (buckets.size <= maxCallers) break
      buckets.delete(oldest)
    }
    if (waitMs > 0) throw tooMany(limit, waitMs)
  }
  return {
    admit: (request) => {
      take('everybody', '')
      take('address', addressOf(request))
    },
    admitPerson: (person, kind) => take(kind, person),
    noteStranger: (request) => take('strangers', addressOf(request)),
  }
}

function tooMany(limit: keyof RequestLimits, waitMs: number): Fault {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  return new Fault('requests-too-many', `Try again in ${retryAfterSeconds} s (limit: ${limit}).`, { retryAfterSeconds })
}

/**
 * The last address of `X-Forwarded-For` is the one that the platform's own front end has seen; those before it are what the
 * caller says. Source: learn.microsoft.com/azure/app-service/overview-name-resolution and its front end's headers.
 */
function addressOf(request: HttpRequest): string {
  const last = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return last.replace(/:\d+$/, '').slice(0, 64)
}
