import type { TraceContext } from '../app/core-types.ts'

/** Goes on with the caller's W3C trace, or begins one whose ids come out of the invocation's. */
export function traceContext(invocationId: string, parent: string | undefined): TraceContext {
  const id = invocationId
  const hex = id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
  const match = parent === undefined ? null : /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(parent)
  return { traceParent: `00-${match?.[1] ?? hex}-${hex.slice(0, 16)}-${match?.[2] ?? '00'}`, traceState: '', attributes: {} }
}
