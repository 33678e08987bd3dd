import type { z } from 'zod'
import { Refusal } from './refusal.ts'

/** The options in a request's address. @throws Refusal that names each one that is wrong, unknown or given twice */
export function readOptions<Options>(query: URLSearchParams, schema: z.ZodType<Options>): Options {
  const names = [...query.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Refusal(400, `query: ${twice.slice(0, 80)} is given more than once.`)
  const parsed = schema.safeParse(Object.fromEntries(query))
  if (parsed.success) return parsed.data
  throw new Refusal(400, parsed.error.issues.map(({ path, message }) => `${['query', ...path].join('.')}: ${message}`).join('; '))
}
