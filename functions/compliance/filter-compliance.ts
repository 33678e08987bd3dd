import type { StorageQueueHandler } from '@azure/functions'
import { ComplianceJob } from '../../shared/domain/compliance-item.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { filterItem } from '../../shared/operations/filter-item.ts'
import type { Ports } from '../../shared/ports.ts'

/** Queue `compliance`: decides whether an item may leave the site. What it logs names no item, also where it fails. */
export function serveFilterCompliance(ports: Ports): StorageQueueHandler {
  return async (message, context) => {
    const job = ComplianceJob.safeParse(message)
    if (!job.success) throw new Error('This is no message of the queue compliance.')
    try {
      context.log(`An item of ${job.data.site}: ${await filterItem(ports, job.data)}`)
    } catch (error) {
      // The host logs what is thrown, and errors of storage name the row or the file.
      throw new Error(`An item of ${job.data.site} was not judged (${error instanceof Fault ? error.code : 'failed'}).`)
    }
  }
}
