import { z } from 'zod'
import { Disturbances } from './disturbances.ts'

/** What a person asks a running line for: their seconds count from now. Answers what is wrong with it as text. */
export function readDisturbances(body: string, nowSeconds: number): Disturbances | string {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    return 'The body must be JSON.'
  }
  const parsed = Disturbances.safeParse(given)
  if (!parsed.success) return z.prettifyError(parsed.error)
  const fromNow = Object.entries(parsed.data).map(([name, what]) => {
    if (typeof what !== 'object' || Array.isArray(what)) return [name, what]
    const { fromSeconds, untilSeconds } = what
    return [
      name,
      { ...what, fromSeconds: nowSeconds + fromSeconds, ...(untilSeconds !== undefined && { untilSeconds: nowSeconds + untilSeconds }) },
    ]
  })
  return Disturbances.parse(Object.fromEntries(fromNow))
}
