import { z } from 'zod'
import { openApiDocument } from '../openapi.ts'
import { type Route, route } from '../route.ts'
import { fleetRoutes } from './fleet.ts'
import { incidentRoutes } from './incidents.ts'
import { mediaRoutes } from './media.ts'
import { oversightRoutes } from './oversight.ts'
import { peopleRoutes } from './people.ts'
import { serviceRoutes } from './service.ts'

const describeApi = route({
  name: 'describeApi',
  method: 'GET',
  path: 'openapi.json',
  summary: 'This document.',
  roles: 'anyone',
  answer: z.record(z.string(), z.unknown()),
  run: async () => document(),
})

/** The whole review API. */
export const routes: readonly Route[] = [
  ...incidentRoutes,
  ...mediaRoutes,
  ...fleetRoutes,
  ...peopleRoutes,
  ...oversightRoutes,
  ...serviceRoutes,
  describeApi,
]

function document() {
  return openApiDocument(routes)
}
