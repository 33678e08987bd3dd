import { z } from 'zod'
import { openApiDocument } from '../openapi.ts'
import { type Route, route } from '../route.ts'
import { approvalRoutes } from './approvals.ts'
import { complianceRoutes } from './compliance.ts'
import { datasetRoutes } from './datasets.ts'
import { deviceRoutes } from './devices.ts'
import { evaluationRoutes } from './evaluations.ts'
import { exportRoutes } from './exports.ts'
import { fleetRoutes } from './fleet.ts'
import { incidentRoutes } from './incidents.ts'
import { insightRoutes } from './insights.ts'
import { labelingRoutes } from './labeling.ts'
import { mediaRoutes } from './media.ts'
import { modelRoutes } from './models.ts'
import { monitorRoutes } from './monitors.ts'
import { nightRoutes } from './nights.ts'
import { noticeRoutes } from './notices.ts'
import { oversightRoutes } from './oversight.ts'
import { passportRoutes } from './passports.ts'
import { peopleRoutes } from './people.ts'
import { pushRoutes } from './push.ts'
import { qualityRoutes } from './quality.ts'
import { recordingRoutes } from './recordings.ts'
import { releaseRoutes } from './releases.ts'
import { rolloutRoutes } from './rollouts.ts'
import { runRoutes } from './runs.ts'
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
  ...recordingRoutes,
  ...labelingRoutes,
  ...fleetRoutes,
  ...deviceRoutes,
  ...peopleRoutes,
  ...pushRoutes,
  ...nightRoutes,
  ...datasetRoutes,
  ...exportRoutes,
  ...runRoutes,
  ...modelRoutes,
  ...evaluationRoutes,
  ...approvalRoutes,
  ...passportRoutes,
  ...releaseRoutes,
  ...rolloutRoutes,
  ...insightRoutes,
  ...noticeRoutes,
  ...qualityRoutes,
  ...complianceRoutes,
  ...monitorRoutes,
  ...oversightRoutes,
  ...serviceRoutes,
  describeApi,
]

function document() {
  return openApiDocument(routes)
}
