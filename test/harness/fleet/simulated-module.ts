import { createBackOff } from '../../../local/edge-runtime/back-off.ts'
import type { ModuleReport } from '../../../local/edge-runtime/reported.ts'
import type { HealthMessage, ModelReference } from '../../../shared/domain/messages.ts'
import { type Behaviour, framesPerSecond, lifetimeSeconds, noCounters, refusalOf, traitsOf, watchOn } from './behaviour.ts'

/** What is in an image, or in a model that travels alone. Without a model the module only records. */
export interface SimulatedPackage {
  readonly model: ModelReference | undefined
  readonly behaviour: Behaviour
}

interface Run {
  readonly number: number
  readonly startedAt: number
  seq: number
  watchedUntil: number
  counters: typeof noCounters
}

// As IoT Edge waits between restarts, in ms.
const edgeBackOff = { firstMs: 10_000, mostMs: 300_000, forgetAfterMs: 600_000 }

/** A module and the part of the runtime that keeps it running, on a clock that its caller moves. Times are ms since 1970. */
export function createSimulatedModule(device: string, random: () => number) {
  const traits = traitsOf(random)
  let image = ''
  let packed: SimulatedPackage = { model: undefined, behaviour: 'good' }
  /** By the module's twin; it goes before the one of the image. */
  let named: SimulatedPackage | undefined
  let given = packed
  /** What works: `given`, unless the self-test refused that. */
  let inForce = given
  let refused: { digest: string; problem: string } | undefined
  let run: Run | undefined
  let runs = 0
  let restarts = 0
  let [lastStart, lastExit, nextStart] = [0, 0, 0]
  let waitAfter = createBackOff(edgeBackOff)
  let isBusy = false

  const take = () => {
    given = named ?? packed
    const problem = refusalOf(given.behaviour)
    refused = problem === undefined || given.model === undefined ? undefined : { digest: given.model.digest, problem }
    if (problem === undefined) inForce = given
  }
  const start = (now: number) => {
    lastStart = now
    run = { number: ++runs, startedAt: now, seq: 0, watchedUntil: now, counters: noCounters }
  }
  const end = (now: number) => {
    lastExit = now
    nextStart = now + waitAfter(now - lastStart)
    run = undefined
  }
  const isOver = (now: number) => {
    const seconds = lifetimeSeconds(given.behaviour)
    return run !== undefined && seconds !== undefined && now >= run.startedAt + seconds * 1000
  }

  return {
    get image() {
      return image
    },
    get isRunning() {
      return run !== undefined
    },
    setBusy: (value: boolean) => {
      isBusy = value
    },
    /** Another image: the old process ends, the new one begins. */
    replace(newImage: string, content: SimulatedPackage, now: number) {
      image = newImage
      restarts = 0
      waitAfter = createBackOff(edgeBackOff)
      packed = content
      take()
      start(now)
      if (isOver(now)) end(now)
    },
    /** A model for the module that runs; undefined = the one of its image counts again. */
    name(content: SimulatedPackage | undefined) {
      named = content
      take()
    },
    /** Ends and restarts what is due; true = something of what is reported has changed. */
    tick(now: number): boolean {
      const before = `${runs} ${run === undefined}`
      if (isOver(now)) end(now)
      if (run === undefined && image !== '' && now >= nextStart) {
        restarts++
        start(now)
        if (isOver(now)) end(now)
      }
      return before !== `${runs} ${run === undefined}`
    },
    health(now: number): HealthMessage | undefined {
      if (run === undefined) return undefined
      const uptimeSeconds = (now - run.startedAt) / 1000
      const seconds = (now - run.watchedUntil) / 1000
      const behaviour = refused === undefined ? given.behaviour : inForce.behaviour
      const watches = inForce.model !== undefined
      if (watches) run.counters = watchOn(run.counters, behaviour, traits, { seconds, uptimeSeconds }, random)
      run.watchedUntil = now
      const inferenceMs = run.counters.inferenceMsTotal / Math.max(1, run.counters.framesAnalysed)
      const camera = {
        camera: 'camera-1',
        state: 'live' as const,
        framesPerSecond: watches ? framesPerSecond : 0,
        inferenceMs,
        droppedFrames: 0,
      }
      return {
        ...{ device, bootId: `boot-${run.number}`, seq: run.seq++, at: new Date(now).toISOString(), state: 'ok' },
        ...{ uptimeSeconds, moduleVersion: '0.1.0', ...(inForce.model && { model: inForce.model }), cameras: [camera] },
        ...{ queueDepth: 0, evictedMessages: 0, diskUsedBytes: 5e6, diskQuotaBytes: 2e9 },
        behaviour: { ...run.counters, isBusy },
      }
    },
    /** As `$edgeAgent` says it. */
    runtimeReport: (): ModuleReport => ({
      ...{ image, status: 'running', restartPolicy: 'always', runtimeStatus: run === undefined ? 'backoff' : 'running' },
      ...{ statusDescription: '', exitCode: lastExit > 0 ? 1 : 0, restartCount: restarts },
      lastStartTimeUtc: timeOf(lastStart),
      lastExitTimeUtc: timeOf(lastExit),
      lastRestartTimeUtc: restarts === 0 ? '' : timeOf(lastStart),
    }),
    /** As the module itself says it; null takes back what it said before. */
    ownReport: () => ({
      model: inForce.model ?? null,
      refused: refused ?? null,
      busy: isBusy,
      module: { version: '0.1.0', bootId: `boot-${runs}` },
    }),
  }
}

function timeOf(ms: number): string {
  return ms === 0 ? '' : new Date(ms).toISOString()
}
