import { emulatorKey } from '../../local/azurite/start.ts'
import { createApp } from '../../shared/app.ts'
import type { Config } from '../../shared/config.ts'
import type { Alert } from '../../shared/domain/alert.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Ports } from '../../shared/ports.ts'
import { learningSettings } from './learning-settings.ts'

/** Settings that reach storage and nothing else: whoever calls the hub or a provider brings its own. */
export function testConfig(connectionString: string): Config {
  return {
    storage: { connectionString },
    iotHub: { connectionString: `HostName=localhost;SharedAccessKeyName=none;SharedAccessKey=${emulatorKey}` },
    hubMessagesPerDay: 400_000,
    communication: { connectionString: `endpoint=http://127.0.0.1:1/;accesskey=${emulatorKey}` },
    resourceManager: { url: learningSettings.RESOURCE_MANAGER_URL, token: learningSettings.RESOURCE_MANAGER_TOKEN },
    workspace: {
      id: learningSettings.ML_WORKSPACE_ID,
      compute: learningSettings.ML_COMPUTE,
      environment: learningSettings.ML_ENVIRONMENT,
      datastore: learningSettings.ML_DATASTORE,
    },
    cache: { connectionString },
    registry: { id: learningSettings.CONTAINER_REGISTRY_ID, url: learningSettings.CONTAINER_REGISTRY_URL, password: undefined },
    edgeImages: { agent: 'mcr.microsoft.com/azureiotedge-agent:1.6', hub: 'mcr.microsoft.com/azureiotedge-hub:1.6' },
    signingKey: learningSettings.MODEL_SIGNING_KEY,
    smsFrom: '+15005550006',
    emailFrom: 'alerts@example.com',
    alerts: {
      publicUrl: 'http://127.0.0.1:7071',
      cooldownSeconds: { sms: 300, email: 900 },
      emailQuota: { perMinute: 5, perHour: 10 },
    },
    push: undefined,
    telemetry: { otlp: undefined, applicationInsights: undefined },
    publicOrigin: 'http://127.0.0.1:7071',
    tenant: '00000000-0000-0000-0000-000000000000',
    dataRegion: 'laptop',
    videoEngine: undefined,
  }
}

/** The app on real storage, with a device `edge-1` of site `plant-1` and whatever else the test says. */
export async function createTestApp(connectionString: string, overrides: Partial<Ports> = {}, devices = ['edge-1']): Promise<Ports> {
  const ports = createApp(testConfig(connectionString), { planAlerts: planOneAlert, ...overrides }, { firstDelayMs: 1 })
  for (const id of devices) await ports.devices.save({ id, site: 'plant-1', name: id })
  return ports
}

/** One SMS to one person for each incident: enough to count them. */
export const planOneAlert: Ports['planAlerts'] = async (incident, now) => [alertAbout(incident, now)]

function alertAbout({ id: incident, site, camera, rule, label, severity, startedAt }: Incident, now: Date): Alert {
  return {
    ...{ incident, site, camera, rule, label, severity, startedAt, count: 1, recipient: 'on-call', channel: 'sms', state: 'pending' },
    ...{ id: `00000000-0000-5000-8000-${incident.slice(0, 12)}`, kind: 'incident', createdAt: now.toISOString(), attempts: 0 },
    ...{ isRepeat: false, isFallback: false, isEscalation: false, firstSentAt: undefined, leasedUntil: undefined },
    ...{ nextAttemptAt: undefined, giveUpAt: undefined, providerId: undefined, reason: undefined },
  }
}
