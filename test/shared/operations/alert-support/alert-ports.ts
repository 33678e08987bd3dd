import { createEmailSender } from '../../../../shared/adapters/communication-email-sender.ts'
import { createSmsSender } from '../../../../shared/adapters/communication-sms-sender.ts'
import { createStorage } from '../../../../shared/adapters/storage.ts'
import { createStorageAlertQueue } from '../../../../shared/adapters/storage-queues.ts'
import { createTableAlertLimits } from '../../../../shared/adapters/table-alert-limits.ts'
import { createTableAlertOutbox } from '../../../../shared/adapters/table-alert-outbox.ts'
import { createTableAuditLog } from '../../../../shared/adapters/table-audit-log.ts'
import { createTableIncidentStore } from '../../../../shared/adapters/table-incident-store.ts'
import { createTableRosterStore } from '../../../../shared/adapters/table-roster-store.ts'
import { defaultCooldownSeconds } from '../../../../shared/domain/alert-settings.ts'
import type { Clock } from '../../../../shared/domain/clock.ts'
import type { EmailQuota } from '../../../../shared/domain/email-quota.ts'

export const publicUrl = 'https://sightloop.example.com'

/** Long enough for a busy machine, short enough for a test that hangs on purpose. */
const timeoutMs = 1_000

/** The product's own wiring for alerts, with the real clients on every wire. */
export function createAlertPorts(connections: { storage: string; communication: string }, clock: Clock, emailQuota: EmailQuota) {
  const storage = createStorage({ connectionString: connections.storage })
  const communication = { connectionString: connections.communication }
  return {
    clock,
    incidents: createTableIncidentStore(storage),
    outbox: createTableAlertOutbox(storage),
    alertQueue: createStorageAlertQueue(storage, clock),
    alertLimits: createTableAlertLimits(storage),
    rosters: createTableRosterStore(storage),
    audit: createTableAuditLog(storage),
    alertSenders: {
      sms: createSmsSender(communication, '+15550100', { timeoutMs }),
      email: createEmailSender(communication, 'alerts@example.com', { timeoutMs }),
    },
    alertSettings: { publicUrl, cooldownSeconds: defaultCooldownSeconds, emailQuota },
  }
}

export type AlertPorts = ReturnType<typeof createAlertPorts>
