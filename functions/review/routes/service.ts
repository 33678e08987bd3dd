import { z } from 'zod'
import { Instant } from '../../../shared/domain/ids.ts'
import { checkAlerts } from '../../../shared/operations/check-alerts.ts'
import { route } from '../route.ts'

export const serviceRoutes = [
  route({
    name: 'getHealth',
    method: 'GET',
    path: 'health',
    summary: 'Whether the service works, and whether alerts get out. `degraded`: somebody who should know does not.',
    roles: 'anyone',
    answer: z.object({ state: z.enum(['ok', 'degraded']), alerts: z.object({ overdue: z.int(), oldestDueAt: Instant.optional() }) }),
    run: async (ports) => {
      const { state, overdue, oldestDueAt } = await checkAlerts(ports)
      return { state, alerts: { overdue, oldestDueAt } }
    },
  }),
]
