import { z } from 'zod'
import { Instant } from '../../../shared/domain/ids.ts'
import { checkHealth } from '../../../shared/operations/check-health.ts'
import { route } from '../route.ts'
import { viewers } from '../viewers.ts'

const state = z.enum(['ok', 'degraded'])
const Summary = z.object({
  state,
  /** Names of the parts that are not well. */
  unwell: z.array(z.string()),
})

export const serviceRoutes = [
  route({
    name: 'getHealth',
    method: 'GET',
    path: 'health',
    summary:
      'Whether the service works: `ok`, or `degraded` with the parts that are not well (somebody who should know does not, or soon will not). 503 where it does not work at all.',
    roles: 'anyone',
    answer: Summary,
    run: (ports) => checkHealth(ports),
  }),
  route({
    name: 'getHealthDetails',
    method: 'GET',
    path: 'health/details',
    summary: 'The same with figures: overdue alerts, clock, spilled events, intake, nights, critical notices.',
    roles: viewers,
    answer: Summary.extend({
      alerts: z.object({ state, overdue: z.int(), oldestDueAt: Instant.optional() }),
      clock: z.object({ state, aheadMs: z.number() }),
      spill: z.object({ state, isWaiting: z.boolean() }),
      intake: z.object({ state, messages: z.number(), before: z.number() }),
      nights: z.object({ state, failed: z.int() }),
      notices: z.object({ state, critical: z.int() }),
    }),
    run: (ports) => checkHealth(ports),
  }),
]
