import { app } from '@azure/functions'
import { createApp } from '../shared/app.ts'
import { loadConfig } from '../shared/config.ts'
import { serveDispatchAlert } from './alerts/dispatch-alert.ts'
import { serveSweepAlerts } from './alerts/sweep-alerts.ts'
import { serveWatchAlerts } from './alerts/watch-alerts.ts'
import { serveAcceptUpload } from './ingest/accept-upload.ts'
import { serveIngest } from './ingest/ingest.ts'
import { serveReplaySpill } from './ingest/replay-spill.ts'
import { serveWatchClock } from './ingest/watch-clock.ts'
import { pages } from './pages/pages.ts'
import { routes } from './review/routes/index.ts'
import { serveRoute } from './review/serve-route.ts'

// Everything that can wake the system stands on this page. A wrong setting is named here, before the first event is taken.
const config = loadConfig(process.env)
const ports = createApp(config)

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
app.timer('watch-clock', { schedule: '15 */5 * * * *', handler: serveWatchClock(ports) })

// Two queues, so that a critical alert never waits behind others.
app.storageQueue('dispatch-critical-alert', { ...storage, queueName: 'alerts-critical', handler: serveDispatchAlert(ports) })
app.storageQueue('dispatch-alert', { ...storage, queueName: 'alerts', handler: serveDispatchAlert(ports) })
app.timer('sweep-alerts', { schedule: '*/20 * * * * *', handler: serveSweepAlerts(ports) })
app.timer('watch-alerts', { schedule: '30 * * * * *', handler: serveWatchAlerts(ports) })

// The platform asks who somebody is, and each route whether they may; function keys would only be one more secret to share.
const serving = { tenant: config.tenant, publicOrigin: config.publicOrigin }
for (const row of routes) {
  app.http(row.name, { methods: [row.method], route: `api/${row.path}`, authLevel: 'anonymous', handler: serveRoute(row, ports, serving) })
}
for (const { name, method, path, handler } of pages(ports, { ...serving, mediaOrigin: ports.links.origin })) {
  app.http(name, { methods: [method], route: path, authLevel: 'anonymous', handler })
}
