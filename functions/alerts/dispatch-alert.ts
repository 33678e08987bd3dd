import type { StorageQueueHandler } from '@azure/functions'
import { z } from 'zod'
import { Id } from '../../shared/domain/ids.ts'
import { dispatchAlert } from '../../shared/operations/dispatch-alert.ts'
import type { Ports } from '../../shared/ports.ts'

const WakeUp = z.strictObject({ incident: Id, alert: z.uuid() })

/** Queues `alerts-critical` and `alerts`. A wake-up may come twice or too early; the row decides. */
export function serveDispatchAlert(ports: Ports): StorageQueueHandler {
  return async (message, context) => {
    const wakeUp = WakeUp.parse(message)
    const outcome = await dispatchAlert(ports, wakeUp)
    context.log(`Alert ${wakeUp.alert} of incident ${wakeUp.incident}: ${outcome}`)
  }
}
