import type { Route } from '../route.ts'
import { fleetRoutes } from './fleet.ts'
import { incidentRoutes } from './incidents.ts'
import { mediaRoutes } from './media.ts'
import { oversightRoutes } from './oversight.ts'
import { peopleRoutes } from './people.ts'

/** The whole review API. */
export const routes: readonly Route[] = [...incidentRoutes, ...mediaRoutes, ...fleetRoutes, ...peopleRoutes, ...oversightRoutes]
