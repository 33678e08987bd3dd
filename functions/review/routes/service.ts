import { z } from 'zod'
import { Instant } from '../../../shared/domain/ids.ts'
import { checkHealth } from '../../../shared/operations/check-health.ts'
import { route } from '../route.ts'

const state = z.enum(['ok', 'degraded'])

export const serviceRoutes = [
  route({
    name: 'getHealth',
    method: 'GET',
    path: 'health',
    summary: 'Whether the service works, and whether alerts get out. `degraded`: somebody who should know does not, or soon will not.',
    roles: 'anyone',
    answer: z.object({
      state,
      alerts: z.object({ state, overdue: z.int(), oldestDueAt: Instant.optional() }),
      clock: z.object({ state, aheadMs: z.number() }),
      spill: z.object({ state, isWaiting: z.boolean() }),
    }),
    run: (ports) => checkHealth(ports),
  }),
]
