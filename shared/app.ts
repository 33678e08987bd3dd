import { DefaultAzureCredential } from '@azure/identity'
import { createBlobMediaLinks } from './adapters/blob-media-links.ts'
import { createBlobMediaStore } from './adapters/blob-media-store.ts'
import { createBlobMessageArchive } from './adapters/blob-message-archive.ts'
import { createBlobQuarantine } from './adapters/blob-quarantine.ts'
import { createBlobSpillStore } from './adapters/blob-spill-store.ts'
import { createEmailSender } from './adapters/communication-email-sender.ts'
import { createSmsSender } from './adapters/communication-sms-sender.ts'
import { createIotHubDeviceTwins } from './adapters/iot-hub-device-twins.ts'
import { createStorage, type RetryOptions } from './adapters/storage.ts'
import { createStorageAlertQueue, createStorageUploadQueue } from './adapters/storage-queues.ts'
import { createStorageTime } from './adapters/storage-time.ts'
import { createTableAlertLimits } from './adapters/table-alert-limits.ts'
import { createTableAlertOutbox } from './adapters/table-alert-outbox.ts'
import { createTableAuditLog } from './adapters/table-audit-log.ts'
import { createTableDeviceStore } from './adapters/table-device-store.ts'
import { createTableFleetStore } from './adapters/table-fleet-store.ts'
import { createTableIncidentStore } from './adapters/table-incident-store.ts'
import { createTableInferenceStore } from './adapters/table-inference-store.ts'
import { createTableMissedObjectStore } from './adapters/table-missed-object-store.ts'
import { createTablePersonStore } from './adapters/table-person-store.ts'
import { createTableRecordingStore } from './adapters/table-recording-store.ts'
import { createTableRosterStore } from './adapters/table-roster-store.ts'
import type { Config } from './config.ts'
import { systemClock } from './domain/clock.ts'
import { createPlanAlerts } from './operations/plan-incident-alerts.ts'
import type { Ports } from './ports.ts'

/**
 * Puts the adapters behind the ports: the only wiring there is. Opens no connection.
 *
 * @param overrides Ports that a test brings itself
 * @param retry How storage calls are tried again
 */
export function createApp(config: Config, overrides: Partial<Ports> = {}, retry: RetryOptions = {}): Ports {
  const credential = new DefaultAzureCredential()
  const clock = overrides.clock ?? systemClock
  const storageSettings = 'connectionString' in config.storage ? config.storage : { ...config.storage, credential }
  const hubSettings = 'connectionString' in config.iotHub ? config.iotHub : { ...config.iotHub, credential }
  const communication = 'connectionString' in config.communication ? config.communication : { ...config.communication, credential }
  const storage = createStorage(storageSettings, retry)
  const rosters = overrides.rosters ?? createTableRosterStore(storage)
  return {
    clock,
    rosters,
    storageTime: createStorageTime(storage),
    incidents: createTableIncidentStore(storage),
    inferences: createTableInferenceStore(storage),
    archive: createBlobMessageArchive(storage),
    recordings: createTableRecordingStore(storage),
    devices: createTableDeviceStore(storage),
    media: createBlobMediaStore(storage),
    uploads: createStorageUploadQueue(storage),
    quarantine: createBlobQuarantine(storage),
    spill: createBlobSpillStore(storage),
    outbox: createTableAlertOutbox(storage),
    alertQueue: createStorageAlertQueue(storage, clock),
    alertLimits: createTableAlertLimits(storage),
    alertSenders: {
      sms: createSmsSender(communication, config.smsFrom),
      email: createEmailSender(communication, config.emailFrom),
    },
    alertSettings: config.alerts,
    planAlerts: createPlanAlerts({ rosters }),
    links: createBlobMediaLinks(storageSettings, clock),
    audit: createTableAuditLog(storage),
    fleet: createTableFleetStore(storage),
    twins: createIotHubDeviceTwins(hubSettings),
    people: createTablePersonStore(storage),
    missedObjects: createTableMissedObjectStore(storage),
    ...overrides,
  }
}
