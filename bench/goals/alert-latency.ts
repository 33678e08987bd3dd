// From an event that was accepted to the call to the provider: the app on the local Functions host, with the real SDKs on
// every wire, against a bare call of the SDK. In between lie the incident's transaction, a storage queue and the claim.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SmsClient } from '@azure/communication-sms'
import { emulatorKey, startAzurite } from '../../local/azurite/start.ts'
import { startCommunication } from '../../local/communication/start.ts'
import { startFunctionsHost } from '../../local/functions-host/start.ts'
import { createApp } from '../../shared/app.ts'
import { loadConfig } from '../../shared/config.ts'
import { ingestBatch } from '../../shared/operations/ingest-batch.ts'
import { learningSettings } from '../../test/harness/learning-settings.ts'
import { eventOf, incidentMessage, inferenceMessage } from '../../test/harness/sample-messages.ts'
import { quantile, report } from '../report.ts'

const incidents = 60
const pauseMs = 250
const backgroundPerSecond = 50

const azurite = await startAzurite()
const communication = await startCommunication()
const stateFolder = await mkdtemp(join(tmpdir(), 'alert-latency-'))
const settings = {
  STORAGE_CONNECTION: azurite.connectionString,
  AzureWebJobsStorage: azurite.connectionString,
  COMMUNICATION_CONNECTION: communication.connectionString,
  IotHubEvents: `Endpoint=sb://127.0.0.1;SharedAccessKeyName=none;SharedAccessKey=${emulatorKey};UseDevelopmentEmulator=true`,
  IOT_HUB_EVENT_HUB: 'hub',
  IOT_HUB_CONNECTION: `HostName=localhost;SharedAccessKeyName=none;SharedAccessKey=${emulatorKey}`,
  CACHE_CONNECTION: azurite.connectionString,
  ...learningSettings,
  SMS_FROM: '+15550100',
  EMAIL_FROM: 'alerts@example.com',
  PUBLIC_URL: 'http://127.0.0.1:7071',
  AUTH_TENANT_ID: '00000000-0000-0000-0000-000000000000',
  WEBSITE_AUTH_ENABLED: 'True',
  // There is no hub here: the batches are handed in as the trigger would hand them in.
  'AzureWebJobs.ingest.Disabled': 'true',
}
const host = await startFunctionsHost({ appFolder: '.', entry: 'functions/index.ts', port: 0, settings, stateFolder, log: () => {} })
const ports = createApp(loadConfig(settings))
await ports.devices.save({ id: 'edge-1', site: 'plant-1', name: 'Edge 1' })
await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant', timeZone: 'UTC' })
const routes = [{ severities: ['warning' as const], channels: ['sms' as const], when: 'always' as const }]
await ports.rosters.saveRecipient({
  id: 'on-call',
  site: 'plant-1',
  name: 'On call',
  phone: '+4915550101',
  routes,
  quietHours: [],
  enabled: true,
})

const bare = await measureBareCalls()
const quiet = await measureAlerts('quiet')
const background = startBackground()
const busy = await measureAlerts('busy')
await background.stop()

await host.stop()
await communication.close()
await azurite.close()
await rm(stateFolder, { recursive: true })

// Most of it is the queue's polling: up to maxPollingInterval of host.json. It buys that a provider that hangs never holds the hub's stream.
const spread = (values: readonly number[]) => `p50 ${quantile(values, 0.5).toFixed(0)} ms, p99 ${quantile(values, 0.99).toFixed(0)} ms`
console.log(`        event accepted → SMS call: ${spread(quiet)}; the bare SDK call: ${spread(bare)}`)
const limit = { peer: 'limit', unit: 'ms', better: 'lower', goal: 1, note: `${backgroundPerSecond} inferences/s beside` } as const
report({ ...limit, what: 'event accepted → SMS call, p95', peerValue: 2_000, ourValue: quantile(busy, 0.95) })
report({ ...limit, what: 'event accepted → SMS call, p99', peerValue: 5_000, ourValue: quantile(busy, 0.99) })
process.exit()

async function measureBareCalls(): Promise<number[]> {
  const client = new SmsClient(communication.connectionString, { allowInsecureConnection: true })
  const begun: [string, number][] = []
  for (let count = 0; count < incidents; count++) {
    begun.push([`bare-${count}.`, Date.now()])
    await client.send({ from: settings.SMS_FROM, to: ['+4915550101'], message: `bare-${count}.` })
  }
  return latencies(begun)
}

/** Each incident on a camera of its own, so that no cooldown holds it. */
async function measureAlerts(run: string): Promise<number[]> {
  const begun: [string, number][] = []
  for (let count = 0; count < incidents; count++) {
    const now = new Date().toISOString()
    const message = incidentMessage({ seq: count, device: 'edge-1', bootId: run }, { camera: `${run}-${count}`, startedAt: now })
    begun.push([message.incident, Date.now()])
    await ingestBatch(ports, [eventOf({ ...message, at: now }, { enqueuedAt: now })])
    // Uneven, so that the queue is not always met at the same point of its polling.
    await sleep(pauseMs * (0.5 + ((count * 0.618) % 1)))
  }
  return latencies(begun)
}

function startBackground() {
  let isStopped = false
  const run = async () => {
    for (let seq = 0; !isStopped; seq++) {
      const message = inferenceMessage({ seq, bootId: 'background' })
      await Promise.all([ingestBatch(ports, [eventOf(message)]), sleep(1000 / backgroundPerSecond)])
    }
  }
  const running = run()
  return {
    stop: () => {
      isStopped = true
      return running
    },
  }
}

/** From the start of each to the arrival of the message that names it. */
async function latencies(begun: readonly (readonly [string, number])[]): Promise<number[]> {
  for (;;) {
    const { messages } = (await (await fetch(`${communication.url}/outbox`)).json()) as { messages: { message: string; at: string }[] }
    const found = begun.map(([name, start]) => {
      const message = messages.find((each) => each.message.includes(name))
      return message && Date.parse(message.at) - start
    })
    const arrived = found.filter((each) => each !== undefined)
    if (arrived.length === begun.length) return arrived
    await sleep(100)
  }
}
