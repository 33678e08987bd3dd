import { dueAt, isFinal } from '../domain/alert.ts'
import type { Clock } from '../domain/clock.ts'
import { itemKey } from '../domain/compliance-item.ts'
import type { AlertQueue, ComplianceQueue, UploadQueue } from '../ports.ts'
import type { Storage } from './storage.ts'
import type { QueueName } from './storage-names.ts'

// A message may stay invisible for 7 days at most; whoever is woken too early puts it back.
const maxDelaySeconds = 7 * 24 * 3600 - 60

export function createStorageAlertQueue(storage: Storage, clock: Clock): AlertQueue {
  return {
    async wake(alerts) {
      const open = alerts.filter((alert) => !isFinal(alert))
      await Promise.all(
        open.map((alert) => {
          const delaySeconds = (Date.parse(dueAt(alert)) - clock().getTime()) / 1000
          const queue = alert.severity === 'critical' ? 'alerts-critical' : 'alerts'
          return send(storage, queue, { incident: alert.incident, alert: alert.id }, delaySeconds)
        }),
      )
    },
  }
}

export function createStorageUploadQueue(storage: Storage): UploadQueue {
  return { add: (job, delaySeconds = 0) => send(storage, 'uploads', job, delaySeconds) }
}

export function createStorageComplianceQueue(storage: Storage, clock: Clock): ComplianceQueue {
  return {
    async wake(waiting) {
      const now = clock().getTime()
      const jobs = waiting.map(({ item, dueAt }) => ({
        site: item.site,
        key: itemKey(item),
        delaySeconds: (Date.parse(dueAt) - now) / 1000,
      }))
      await Promise.all(jobs.map(({ site, key, delaySeconds }) => send(storage, 'compliance', { site, key }, delaySeconds)))
    },
  }
}

function send(storage: Storage, name: QueueName, content: object, delaySeconds: number): Promise<void> {
  const visibilityTimeout = Math.min(maxDelaySeconds, Math.max(0, Math.ceil(delaySeconds)))
  // The queue trigger of Azure Functions expects base64.
  const text = Buffer.from(JSON.stringify(content)).toString('base64')
  return storage.inQueue(name, async (queue, abortSignal) => {
    // Without a life of its own a message is deleted after 7 days, read or not.
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1, abortSignal })
  })
}
