import { createWriteStream } from 'node:fs'
import type { PartitionContext, ReceivedEventData } from '@azure/event-hubs'
import { createFunctionRegistry } from '../../local/functions-host/app/function-registry.ts'
import { readHostSettings } from '../../local/functions-host/app/host-settings.ts'
import { loadApp } from '../../local/functions-host/app/load-app.ts'
import { createHostContext } from '../../local/functions-host/invocation/create-host-context.ts'
import { libraryClasses } from '../../local/functions-host/invocation/library-classes.ts'
import { knownBindings } from '../../local/functions-host/known-bindings.ts'
import { createLinePrinter } from '../../local/functions-host/print-lines.ts'
import { batchCall } from '../../local/functions-host/triggers/event-hub.ts'
import { median } from '../../shared/domain/median.ts'
import { benchApp, body } from './app-folder.ts'

const batchSize = 100
const batchesPerRound = 500
const rounds = 5

/** Messages a second of CPU time, from the SDK's events to the end of the function: through the host, and without anything between. */
export async function batchRates(): Promise<{ direct: number; host: number }> {
  const appFolder = benchApp()
  const registry = createFunctionRegistry(() => {})
  await loadApp(appFolder, undefined, registry)
  const { print } = createLinePrinter(createWriteStream('/dev/null'))
  const settings = readHostSettings(appFolder)
  const classes = await libraryClasses(registry.model!, false)
  const parts = {
    appFolder,
    stateFolder: appFolder,
    hostId: 'bench',
    settings,
    registry,
    types: knownBindings,
    log: print,
  }
  const { host } = createHostContext(parts, classes)
  const fn = registry.functions.get('telemetry')!
  const events = Array.from({ length: batchSize }, (_, index) => event(index))

  const direct = async () => {
    await fn.callback(
      events.map((each) => JSON.parse((each.body as Buffer).toString())),
      {},
    )
  }
  const throughHost = async () => {
    const outcome = await host.invoke(fn, batchCall(fn, events, partition), '(null)')
    if (!outcome.isSuccess) throw outcome.error
  }
  const rates = { direct: [] as number[], host: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    rates.direct.push(await rate(direct))
    rates.host.push(await rate(throughHost))
  }
  return { direct: median(rates.direct), host: median(rates.host) }
}

/** By the CPU time that it took: other programs on the machine count less. */
async function rate(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  for (let count = 0; count < batchesPerRound; count++) await run()
  const { user, system } = process.cpuUsage(before)
  return (batchesPerRound * batchSize) / ((user + system) / 1e6)
}

const partition = {
  fullyQualifiedNamespace: 'localhost',
  eventHubName: 'hub',
  consumerGroup: '$Default',
  partitionId: '0',
} as PartitionContext

function event(index: number): ReceivedEventData {
  const authMethod = '{"scope":"module","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}'
  return {
    body: Buffer.from(body),
    properties: { type: 'inference', schema: '1' },
    offset: String(index * 700),
    sequenceNumber: index,
    enqueuedTimeUtc: new Date(1_780_000_000_000 + index),
    partitionKey: 'line-1',
    systemProperties: {
      'iothub-connection-device-id': 'line-1',
      'iothub-connection-module-id': 'vision',
      'iothub-connection-auth-method': authMethod,
      'iothub-enqueuedtime': 1_780_000_000_000 + index,
      'iothub-message-source': 'Telemetry',
      contentType: 'application/json',
      contentEncoding: 'utf-8',
    },
    getRawAmqpMessage: () => ({ body }),
  }
}
