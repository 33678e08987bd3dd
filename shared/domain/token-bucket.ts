export interface RateLimit {
  /** What comes back by the minute. */
  readonly perMinute: number
  /** What may be taken at once by somebody who took nothing for a while. */
  readonly burst: number
}

/** What is left of a limit, and as of when. */
export interface TokenBucket {
  readonly tokens: number
  readonly atMs: number
}

/** Takes one if there is one. @returns the bucket after it, and how many milliseconds to wait: 0 = taken */
export function takeToken(
  bucket: TokenBucket | undefined,
  { perMinute, burst }: RateLimit,
  nowMs: number,
): { readonly bucket: TokenBucket; readonly waitMs: number } {
  // A clock that was set back gives nothing, and takes nothing either.
  const passedMs = bucket === undefined ? 0 : Math.max(0, nowMs - bucket.atMs)
  const tokens = bucket === undefined ? burst : Math.min(burst, bucket.tokens + (passedMs * perMinute) / 60_000)
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, atMs: nowMs }, waitMs: 0 }
  return { bucket: { tokens, atMs: nowMs }, waitMs: Math.ceil(((1 - tokens) * 60_000) / perMinute) }
}
