import { createEmailSender } from '../../../../shared/adapters/communication-email-sender.ts'
import { createSmsSender } from '../../../../shared/adapters/communication-sms-sender.ts'
import { createApp } from '../../../../shared/app.ts'
import type { Clock } from '../../../../shared/domain/clock.ts'
import type { EmailQuota } from '../../../../shared/domain/email-quota.ts'
import type { Ports } from '../../../../shared/ports.ts'
import { testConfig } from '../../../harness/test-app.ts'

/** Long enough for a busy machine, short enough for a test that hangs on purpose. */
const timeoutMs = 1_000

/** The product's own wiring, with the real clients on every wire; only the patience with the provider is shorter. */
export function createAlertPorts(connections: { storage: string; communication: string }, clock: Clock, emailQuota: EmailQuota): Ports {
  const config = testConfig(connections.storage)
  const communication = { connectionString: connections.communication }
  return createApp(
    { ...config, communication, alerts: { ...config.alerts, emailQuota } },
    {
      clock,
      alertSenders: {
        sms: createSmsSender(communication, config.smsFrom, { timeoutMs }),
        email: createEmailSender(communication, config.emailFrom, { timeoutMs }),
      },
    },
  )
}
