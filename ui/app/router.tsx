import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { readArchiveSearch } from '../screens/archive/archive-search.ts'
import { readComplianceSearch } from '../screens/compliance/compliance-search.ts'
import { readDatasetSearch } from '../screens/datasets/dataset-search.ts'
import { readEvaluationSearch } from '../screens/evaluations/evaluation-search.ts'
import { readCameraSearch } from '../screens/fleet/camera-search.ts'
import { readFleetSearch } from '../screens/fleet/fleet-search.ts'
import { readIncidentFilter } from '../screens/incidents/incident-filter.ts'
import { readInsightsSearch } from '../screens/insights/insights-span.ts'
import { readLabelingSearch, readWorkSearch } from '../screens/labeling/labeling-search.ts'
import { readModelsSearch } from '../screens/models/models-search.ts'
import { readNightSearch } from '../screens/nights/night-search.ts'
import { readMonitorsSearch, readNoticesSearch } from '../screens/notices/notices-search.ts'
import { readQualitySearch } from '../screens/quality/quality-search.ts'
import { readSettingsSearch } from '../screens/settings/settings-search.ts'
import { readWallSearch } from '../screens/wall/wall-search.ts'
import { readId } from './address-parts.ts'
import { NotFound, PageFailed } from './page-failed.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageFailed })
const parent = { getParentRoute: () => root } as const

const home = createRoute({
  ...parent,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/incidents' })
  },
})

// Every screen is a file of its own that is loaded when somebody goes there.
const incidents = createRoute({ ...parent, path: '/incidents', validateSearch: readIncidentFilter }).lazy(
  async () => (await import('../screens/incidents/incidents-screen.tsx')).route,
)
const incident = createRoute({ ...parent, path: '/incidents/$id', validateSearch: readIncidentFilter }).lazy(
  async () => (await import('../screens/incident/incident-screen.tsx')).route,
)
const wall = createRoute({ ...parent, path: '/wall', validateSearch: readWallSearch }).lazy(
  async () => (await import('../screens/wall/wall-screen.tsx')).route,
)
const archive = createRoute({ ...parent, path: '/archive', validateSearch: readArchiveSearch }).lazy(
  async () => (await import('../screens/archive/archive-screen.tsx')).route,
)
const labeling = createRoute({ ...parent, path: '/labeling', validateSearch: readLabelingSearch }).lazy(
  async () => (await import('../screens/labeling/labeling-screen.tsx')).route,
)
const labelingWork = createRoute({ ...parent, path: '/labeling/work', validateSearch: readWorkSearch }).lazy(
  async () => (await import('../screens/labeling/work/work-screen.tsx')).route,
)
const datasets = createRoute({ ...parent, path: '/datasets' }).lazy(
  async () => (await import('../screens/datasets/datasets-screen.tsx')).route,
)
const models = createRoute({ ...parent, path: '/models', validateSearch: readModelsSearch }).lazy(
  async () => (await import('../screens/models/models-screen.tsx')).route,
)
const model = createRoute({ ...parent, path: '/models/$name/$version' }).lazy(
  async () => (await import('../screens/models/model-screen.tsx')).route,
)
const trainingPolicy = createRoute({ ...parent, path: '/models/training-policy' }).lazy(
  async () => (await import('../screens/models/policy/policy-screen.tsx')).route,
)
const run = createRoute({ ...parent, path: '/runs/$id' }).lazy(async () => (await import('../screens/runs/run-screen.tsx')).route)
const evaluation = createRoute({ ...parent, path: '/evaluations/$digest', validateSearch: readEvaluationSearch }).lazy(
  async () => (await import('../screens/evaluations/evaluation-screen.tsx')).route,
)
const approval = createRoute({ ...parent, path: '/approvals/$id' }).lazy(
  async () => (await import('../screens/approvals/approval-screen.tsx')).route,
)
const release = createRoute({ ...parent, path: '/releases/$id' }).lazy(
  async () => (await import('../screens/releases/release-screen.tsx')).route,
)
const gatePolicy = createRoute({ ...parent, path: '/models/gate-policy' }).lazy(
  async () => (await import('../screens/gate-policy/gate-policy-screen.tsx')).route,
)
const fleet = createRoute({ ...parent, path: '/fleet', validateSearch: readFleetSearch }).lazy(
  async () => (await import('../screens/fleet/fleet-screen.tsx')).route,
)
const fleetDevice = createRoute({ ...parent, path: '/fleet/devices/$id' }).lazy(
  async () => (await import('../screens/fleet/device-screen.tsx')).route,
)
const fleetCamera = createRoute({ ...parent, path: '/fleet/cameras/$id', validateSearch: readCameraSearch }).lazy(
  async () => (await import('../screens/fleet/camera-screen.tsx')).route,
)
const fleetRollout = createRoute({ ...parent, path: '/fleet/rollouts/$id' }).lazy(
  async () => (await import('../screens/fleet/rollout-screen.tsx')).route,
)
const datasetImport = createRoute({
  ...parent,
  path: '/datasets/import',
  validateSearch: (search: Record<string, unknown>): { id?: string | undefined } => ({ id: readId(search['id']) }),
}).lazy(async () => (await import('../screens/datasets/import/import-screen.tsx')).route)
const dataset = createRoute({ ...parent, path: '/datasets/$version', validateSearch: readDatasetSearch }).lazy(
  async () => (await import('../screens/datasets/dataset-screen.tsx')).route,
)
const nights = createRoute({ ...parent, path: '/nights', validateSearch: readNightSearch }).lazy(
  async () => (await import('../screens/nights/nights-screen.tsx')).route,
)
const nightPolicy = createRoute({ ...parent, path: '/nights/policy' }).lazy(
  async () => (await import('../screens/nights/policy/policy-screen.tsx')).route,
)
const night = createRoute({ ...parent, path: '/nights/$id' }).lazy(async () => (await import('../screens/nights/night-screen.tsx')).route)
const notices = createRoute({ ...parent, path: '/notices', validateSearch: readNoticesSearch }).lazy(
  async () => (await import('../screens/notices/notices-screen.tsx')).route,
)
const noticeMonitors = createRoute({ ...parent, path: '/notices/monitors', validateSearch: readMonitorsSearch }).lazy(
  async () => (await import('../screens/notices/monitors-screen.tsx')).route,
)
const notice = createRoute({ ...parent, path: '/notices/$id' }).lazy(
  async () => (await import('../screens/notices/notice-screen.tsx')).route,
)
const devicePassport = createRoute({ ...parent, path: '/devices/$id/passport' }).lazy(
  async () => (await import('../screens/passports/device-passport-screen.tsx')).route,
)
const modelPassport = createRoute({ ...parent, path: '/models/$name/$version/passport' }).lazy(
  async () => (await import('../screens/passports/model-passport-screen.tsx')).route,
)
const lineage = createRoute({ ...parent, path: '/lineage/$kind/$id' }).lazy(
  async () => (await import('../screens/passports/lineage-screen.tsx')).route,
)
const insights = createRoute({ ...parent, path: '/insights', validateSearch: readInsightsSearch }).lazy(
  async () => (await import('../screens/insights/insights-screen.tsx')).route,
)
const quality = createRoute({ ...parent, path: '/quality', validateSearch: readQualitySearch }).lazy(
  async () => (await import('../screens/quality/quality-screen.tsx')).route,
)
const compliance = createRoute({ ...parent, path: '/compliance', validateSearch: readComplianceSearch }).lazy(
  async () => (await import('../screens/compliance/compliance-screen.tsx')).route,
)
const settings = createRoute({ ...parent, path: '/settings', validateSearch: readSettingsSearch }).lazy(
  async () => (await import('../screens/settings/settings-screen.tsx')).route,
)
const signedIn = createRoute({ ...parent, path: '/signed-in' }).lazy(async () => (await import('./signed-in-page.tsx')).route)
const signedOut = createRoute({ ...parent, path: '/signed-out' }).lazy(async () => (await import('./signed-out-page.tsx')).route)

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    incidents,
    incident,
    wall,
    archive,
    labeling,
    labelingWork,
    datasets,
    datasetImport,
    dataset,
    models,
    model,
    trainingPolicy,
    run,
    evaluation,
    approval,
    release,
    gatePolicy,
    fleet,
    fleetDevice,
    fleetCamera,
    fleetRollout,
    nights,
    nightPolicy,
    night,
    notices,
    noticeMonitors,
    notice,
    devicePassport,
    modelPassport,
    lineage,
    insights,
    quality,
    compliance,
    settings,
    signedIn,
    signedOut,
  ]),
  defaultPreload: 'intent',
  // What a screen does not know of its address, or cannot read, is gone before it looks: it never gets to the API.
  search: { strict: true },
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
