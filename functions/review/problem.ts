import { Fault, type FaultKind, faults } from '../../shared/domain/faults.ts'

/** The one place where a kind of fault becomes an HTTP status. */
const statusOfKind: Readonly<Record<FaultKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
}

/** RFC 9457 problem details. `code` is one of docs/faults.md; `correlation` finds the log line. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code: string
  readonly correlation: string
  /** Of a 429: when to try again; the header `Retry-After` says the same. */
  readonly retryAfterSeconds?: number
}

/** Whatever was thrown, told to a caller: an unknown error shows nothing of the inside, only where to look in the log. */
export function problemOf(error: unknown, correlation: string): Problem {
  if (!(error instanceof Fault)) {
    return { type: 'about:blank', title: 'Something went wrong on our side.', status: 500, code: 'internal', correlation }
  }
  const { code, detail, retryAfterSeconds } = error
  return {
    type: `urn:sightloop:fault:${code}`,
    title: faults[code].message,
    status: statusOfKind[faults[code].kind],
    ...(detail === undefined ? {} : { detail }),
    code,
    correlation,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}
