import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import device from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import { type Drain, drainMessages } from '../../../edge/hub/drain-messages.ts'
import { type ModuleLink, type ModuleLinkOptions, openModuleLink } from '../../../edge/hub/module-link.ts'
import { type Outbox, openOutbox } from '../../../edge/outbox/outbox.ts'

export interface ModuleOnHub {
  readonly outbox: Outbox
  readonly link: ModuleLink
  readonly drain: Drain
  /** Appends numbered messages and waits until they are on disk. */
  append(lane: 'incident' | 'telemetry', numbers: readonly number[]): Promise<void>
  /** Resolves when the hub has acknowledged everything. */
  drained(): Promise<void>
  close(): Promise<void>
}

export interface Place {
  readonly folder: string
  readonly connectionString: string
  readonly certificateFile: string
}

/** The outbox and the link of a module, without cameras. */
export function startModuleOnHub(place: Place, options: Partial<ModuleLinkOptions> = {}): ModuleOnHub {
  const outbox = openOutbox({
    folder: join(place.folder, 'outbox'),
    mediaFolder: join(place.folder, 'media'),
    quotaBytes: 64 * 1024 * 1024,
    onTrouble: () => {},
  })
  const link = openModuleLink({
    connect: () => connect(place),
    methods: {},
    onDesired: () => {},
    log: () => {},
    firstWaitMs: 20,
    mostWaitMs: 100,
    answerMs: 5000,
    ...options,
    onConnected: () => {
      drain.wake()
      options.onConnected?.()
    },
  })
  const drain = drainMessages(outbox, link)
  let whenSettled = () => {}
  outbox.onAvailable(() => drain.wake())
  const { done } = outbox
  outbox.done = (record) => {
    done(record)
    if (outbox.status().queueDepth === 0) whenSettled()
  }
  return {
    outbox,
    link,
    drain,
    async append(lane, numbers) {
      const body = (number: number) => (key: object) => ({ ...key, lane, number })
      await Promise.all(numbers.map((number) => outbox.append(lane, { type: 'health', traceparent: 'none', body: body(number) })))
    },
    drained: () =>
      new Promise((resolve) => {
        whenSettled = resolve
        if (outbox.status().queueDepth === 0) resolve()
      }),
    async close() {
      await drain.stop()
      await link.close()
      await outbox.close()
    },
  }
}

async function connect({ connectionString, certificateFile }: Place) {
  const client = device.ModuleClient.fromConnectionString(connectionString, Mqtt)
  await client.setOptions({ ca: readFileSync(certificateFile, 'utf8') })
  return client
}
