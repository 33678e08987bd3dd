import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { type LogFile, openLogFile } from './log-file.ts'
import { type Service, type ServiceOptions, startService } from './service.ts'

export type ServiceStarter = <Facts>(
  options: Omit<ServiceOptions<Facts>, 'log' | 'onLoss' | 'onProcess' | 'signal'>,
) => Promise<Service<Facts>>

export interface ServiceGroup {
  readonly start: ServiceStarter
  /** One after another, the last one first: who uses a service ends before it. */
  stopAll(): Promise<void>
}

/** Starts services that log into the data folder, and stops them in order. */
export function createServiceGroup(data: DataFolder, signal: AbortSignal, onLoss: (sentence: string) => void): ServiceGroup {
  const logs = data.of('logs')
  const running: Service<unknown>[] = []
  const opened: LogFile[] = []
  return {
    start: async (options) => {
      const log = openLogFile(join(logs, `${options.name.toLowerCase().replaceAll(' ', '-')}.log`))
      opened.push(log)
      const service = await startService({ ...options, log, onLoss, onProcess: data.usedBy, signal })
      running.push(service)
      return service
    },
    stopAll: async () => {
      for (const service of running.reverse()) await service.stop()
      for (const log of opened) log.close()
    },
  }
}
