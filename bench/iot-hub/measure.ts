import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { quantile } from '../report.ts'
import type { BrokerFacts, BrokerKind, Usage } from './broker.ts'
import type { Command, Outcome } from './devices.ts'

export interface Measured {
  /** What one core would take: from the broker's processor time, not from the clock. */
  readonly messagesPerCoreSecond: number
  readonly p99Ms: number
  readonly connectsPerSecond: number
  readonly kilobytesPerConnection: number
}

const warmUpMs = 500
const saturateMs = 2000
const paceMs = 2000
const messagesInFlight = 256
const pacePerSecond = 300

/** Starts a broker and its devices, measures, and ends both. */
export async function measure(kind: BrokerKind, deviceCount: number): Promise<Measured> {
  const goal = new URL('../goals/iot-hub.ts', import.meta.url)
  const broker = fork(goal, ['broker', kind])
  const devices = fork(goal, ['devices'])
  try {
    const facts = await answer<BrokerFacts>(broker)
    const usage = () => ask<Usage>(broker, {})
    const order = (command: Command) => ask<Outcome>(devices, command)

    const idle = await usage()
    const connected = await order({ kind: 'connect', facts, count: deviceCount })
    const full = await usage()
    await order({ kind: 'saturate', ms: warmUpMs, inFlight: messagesInFlight })
    const before = await usage()
    const { messages } = await order({ kind: 'saturate', ms: saturateMs, inFlight: messagesInFlight })
    const after = await usage()
    const { latencies } = await order({ kind: 'pace', ms: paceMs, perSecond: pacePerSecond })
    return {
      messagesPerCoreSecond: (messages * 1000) / (after.cpuMs - before.cpuMs),
      p99Ms: quantile(latencies, 0.99),
      connectsPerSecond: deviceCount / connected.seconds,
      kilobytesPerConnection: (full.rssBytes - idle.rssBytes) / deviceCount / 1000,
    }
  } finally {
    devices.kill()
    broker.kill()
    await Promise.all([devices, broker].map((child) => child.exitCode === null && child.signalCode === null && once(child, 'exit')))
  }
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message')
  return message as T
}

function ask<T>(child: ChildProcess, question: object): Promise<T> {
  const reply = answer<T>(child)
  child.send(question)
  return reply
}
