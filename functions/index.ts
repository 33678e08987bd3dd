import { app } from '@azure/functions'
import * as df from 'durable-functions'
import { createApp } from '../shared/app.ts'
import { loadConfig } from '../shared/config.ts'
import { serveDispatchAlert } from './alerts/dispatch-alert.ts'
import { serveSweepAlerts } from './alerts/sweep-alerts.ts'
import { serveWatchAlerts } from './alerts/watch-alerts.ts'
import { serveWatchApprovals } from './approvals/watch-approvals.ts'
import { serveFilterCompliance } from './compliance/filter-compliance.ts'
import { serveRetainCompliant } from './compliance/retain-compliant.ts'
import { serveWatchCompliance } from './compliance/watch-compliance.ts'
import { serveAcceptUpload } from './ingest/accept-upload.ts'
import { serveIngest } from './ingest/ingest.ts'
import { serveReplaySpill } from './ingest/replay-spill.ts'
import { serveWatchClock } from './ingest/watch-clock.ts'
import { serveUpdateInsights } from './insights/update-insights.ts'
import { learningActivities } from './learning/activities.ts'
import { serveRunChanged } from './learning/run-changed.ts'
import { serveWatchRuns } from './learning/watch-runs.ts'
import { countRuns } from './monitors/count-runs.ts'
import { serveRetainTallies } from './monitors/retain-tallies.ts'
import { serveWatchMonitors } from './monitors/watch-monitors.ts'
import { activities } from './night/activities.ts'
import { serveActivity } from './night/activity.ts'
import { serveNightsDue } from './night/nights-due.ts'
import { exportDataset } from './orchestrations/export-dataset.ts'
import { importAnnotations } from './orchestrations/import-annotations.ts'
import { nightlyDataPreparation } from './orchestrations/nightly-data-preparation.ts'
import { prepareRecording } from './orchestrations/prepare-recording.ts'
import { release } from './orchestrations/release.ts'
import { retraining } from './orchestrations/retraining.ts'
import { rollout } from './orchestrations/rollout.ts'
import { serveWatchQuality } from './quality/watch-quality.ts'
import { serveRetainRawVideo } from './recordings/retain-raw-video.ts'
import { releaseActivities } from './releases/activities.ts'
import { serveWatchReleases } from './releases/watch-releases.ts'
import { createRequestLimiter } from './review/request-limits.ts'
import { routes } from './review/routes/index.ts'
import { serveRoute } from './review/serve-route.ts'
import { rolloutActivities } from './rollouts/activities.ts'
import { serveRetainHealthHistory } from './rollouts/retain-health-history.ts'
import { serveWatchRollouts } from './rollouts/watch-rollouts.ts'
import { serveUi } from './ui/serve-ui.ts'
import { uiFolder } from './ui/ui-files.ts'

// Everything that can wake the system stands on this page. A wrong setting is named here, before the first event is taken.
const config = loadConfig(process.env)
const ports = createApp(config)

// What was measured last is told before the host goes.
app.hook.appTerminate(() => ports.telemetry.flush())

const durableClient = df.input.durableClient()
const storage = { connection: 'STORAGE_CONNECTION' }
// The bodies as they came: parsing is ours, with limits, and what is no JSON must be quarantined byte by byte.
const hubEvents = { connection: 'IotHubEvents', eventHubName: '%IOT_HUB_EVENT_HUB%', cardinality: 'many', dataType: 'binary' } as const

app.eventHub('ingest', {
  ...hubEvents,
  // The function throws only when it could keep the batch nowhere. The hub's position must wait for as long as that lasts.
  retry: { strategy: 'exponentialBackoff', maxRetryCount: -1, minimumInterval: { seconds: 1 }, maximumInterval: { seconds: 30 } },
  handler: serveIngest(ports),
})
app.storageQueue('accept-upload', { ...storage, queueName: 'uploads', handler: serveAcceptUpload(ports) })
app.timer('replay-spill', { schedule: '0 * * * * *', handler: serveReplaySpill(ports) })
app.timer('retain-raw-video', { schedule: '0 17 * * * *', handler: serveRetainRawVideo(ports) })
app.timer('update-insights', { schedule: '35 * * * * *', handler: serveUpdateInsights(ports) })
app.timer('watch-quality', { schedule: '50 12 * * * *', handler: serveWatchQuality(ports) })
app.timer('watch-clock', { schedule: '15 */5 * * * *', handler: serveWatchClock(ports) })

// What may leave the site, and what left it long enough ago.
app.storageQueue('filter-compliance', { ...storage, queueName: 'compliance', handler: serveFilterCompliance(ports) })
app.timer('watch-compliance', { schedule: '50 * * * * *', handler: serveWatchCompliance(ports) })
app.timer('retain-compliant', { schedule: '0 23 * * * *', handler: serveRetainCompliant(ports) })

// Two queues, so that a critical alert never waits behind others.
app.storageQueue('dispatch-critical-alert', { ...storage, queueName: 'alerts-critical', handler: serveDispatchAlert(ports) })
app.storageQueue('dispatch-alert', { ...storage, queueName: 'alerts', handler: serveDispatchAlert(ports) })
app.timer('sweep-alerts', { schedule: '*/20 * * * * *', handler: serveSweepAlerts(ports) })
app.timer('watch-alerts', { schedule: '30 * * * * *', handler: serveWatchAlerts(ports) })

// Nobody waits for these but an orchestration; host.json says how many run at once.
for (const row of [...activities, ...learningActivities, ...releaseActivities, ...rolloutActivities]) {
  const extraInputs = row.needsOrchestrations ? [durableClient] : []
  df.app.activity(row.name, { extraInputs, handler: serveActivity(row, ports) })
}
df.app.orchestration('nightly-data-preparation', nightlyDataPreparation)
df.app.orchestration('prepare-recording', prepareRecording)
df.app.orchestration('export-dataset', exportDataset)
df.app.orchestration('import-annotations', importAnnotations)
df.app.orchestration('retraining', retraining)
df.app.orchestration('release', release)
df.app.orchestration('rollout', rollout)
app.timer('watch-approvals', { schedule: '20 * * * * *', extraInputs: [durableClient], handler: serveWatchApprovals(ports) })
app.timer('nights-due', { schedule: '45 */5 * * * *', extraInputs: [durableClient], handler: serveNightsDue(ports) })
app.timer('watch-releases', { schedule: '40 * * * * *', extraInputs: [durableClient], handler: serveWatchReleases(ports) })
app.timer('retain-health-history', { schedule: '0 41 * * * *', handler: serveRetainHealthHistory(ports) })
app.timer('watch-rollouts', { schedule: '25 * * * * *', extraInputs: [durableClient], handler: serveWatchRollouts(ports) })

// The workspace tells when a job has come further; nothing depends on it, the orchestration also looks by itself.
app.eventGrid('run-changed', { extraInputs: [durableClient], handler: serveRunChanged(ports) })
app.timer('watch-runs', { schedule: '25 * * * * *', extraInputs: [durableClient], handler: serveWatchRuns(ports) })

// What watches the rest. Hooks count what runs and fails; the timer looks, tells people and acts.
const runs = countRuns(ports)
app.hook.preInvocation(runs.before)
app.hook.postInvocation(runs.after)
app.timer('watch-monitors', { schedule: '50 * * * * *', extraInputs: [durableClient], handler: serveWatchMonitors(ports) })
app.timer('retain-tallies', { schedule: '0 23 * * * *', handler: serveRetainTallies(ports) })

// The platform asks who somebody is, and each route whether they may; function keys would only be one more secret to share.
const serving = { tenant: config.tenant, publicOrigin: config.publicOrigin, limiter: createRequestLimiter(ports.clock) }
for (const row of routes) {
  const extraInputs = row.needsOrchestrations ? [durableClient] : []
  const handler = serveRoute(row, ports, serving)
  app.http(row.name, { methods: [row.method], route: `api/${row.path}`, authLevel: 'anonymous', extraInputs, handler })
}
// Whatever nothing above answers to: the pages. Templates that name more win, so this one takes nothing away from them.
app.http('serve-ui', {
  methods: ['GET'],
  route: '{*path}',
  authLevel: 'anonymous',
  handler: serveUi({ folder: uiFolder, mediaOrigin: ports.links.origin }),
})
