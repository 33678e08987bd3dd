import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../shared/domain/clock.ts'
import type { CameraSettings, EdgeSettings } from '../../shared/domain/edge-settings.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { Rule } from '../../shared/domain/rule.ts'
import { createRuleEngine } from '../../shared/rules/rule-engine.ts'
import { createTracker } from '../../shared/vision/tracker.ts'
import type { CameraEvents, CameraPipeline } from '../camera-events.ts'
import type { SharedDetector } from '../keep-detecting.ts'
import { createRecorder } from '../video/recorder.ts'
import { createStreamClock, type StreamClock } from '../video/stream-clock.ts'
import { toSource } from '../video/to-source.ts'
import type { StreamInfo, StreamOptions, VideoEngine, VideoFrame } from '../video/video-engine.ts'
import { createCameraHealth } from './camera-health.ts'
import { readCameraState, writeCameraState } from './camera-state.ts'
import { createIncidentReporter } from './incident-reporter.ts'
import { createNewestFirst } from './newest-first.ts'
import { createPictureGroups } from './picture-groups.ts'
import { createPictureWatch } from './picture-watch.ts'
import { keepConnected } from './reconnect.ts'
import { type Shot, smallStill, takeStill } from './take-still.ts'

export interface CameraOptions {
  readonly device: Id
  readonly camera: Id
  readonly settings: CameraSettings
  /** All rules of the device; those of other cameras are left alone. */
  readonly rules: Readonly<Record<Id, Rule>>
  /** May be shared by several cameras; whoever made it closes it. Without a model the camera records, and nothing is judged. */
  readonly detector: SharedDetector
  readonly engine: VideoEngine
  /** This camera's own: `recording/`, `segments/`, `stills/`, `incidents.json` and what picture-watch.ts learns are kept in it. */
  readonly folder: string
  readonly recorder: EdgeSettings['recorder']
  readonly clock: Clock
  readonly events: CameraEvents
  /** The address with user and password, or the path of a file; called at every connection, as secrets change. */
  readonly resolveSource: (settings: CameraSettings) => string | Promise<string>
}

const housekeepingMs = 250
/** When nothing is analysed for so long, segments are let go without waiting for what may still be found in them. */
const maxAnalysisLagMs = 30_000
/** What is decoded where there is no model: enough for a person to see what the camera sees. */
const unjudged = { picture: { width: 640, height: 640, fit: 'inside' as const }, framesPerSecond: 1 }

/**
 * Watches one camera: decodes, detects, tracks, applies the rules, records. Never throws out: a camera that is away is
 * `lost` and is tried again, everything else is told through the events.
 */
export function startCamera(options: CameraOptions): CameraPipeline {
  const { device, camera, settings, detector, engine, folder, events, clock } = options
  mkdirSync(folder, { recursive: true })
  const nowMs = () => clock().getTime()
  const restored = readCameraState(folder)
  let lastModel = detector.model ?? restored?.model
  const health = createCameraHealth(camera, settings.enabled)
  const tracker = createTracker()
  const groups = createPictureGroups()
  const rules = createRuleEngine({
    device,
    camera,
    rules: options.rules,
    frameIntervalMs: 1000 / settings.framesPerSecond,
    restored: restored?.rules,
  })
  const recorder =
    settings.recording === 'off'
      ? undefined
      : createRecorder({
          device,
          camera,
          folder,
          mode: settings.recording,
          settings: options.recorder,
          onSegment: (event) => events.onSegment(event),
          onDisk: health.recorded,
        })
  const shots = new Map<Id, Shot>()
  const stillsUnderWay = new Set<Promise<unknown>>()
  const still = (shot: Shot, marked?: Parameters<typeof takeStill>[3]) => {
    const taken = takeStill(engine, shot, join(folder, `still-${stillCount++}.mp4`), marked)
    stillsUnderWay.add(taken)
    return taken.finally(() => stillsUnderWay.delete(taken))
  }
  const reporter = createIncidentReporter({
    ...{ camera, folder, events, recorder },
    model: () => lastModel,
    preRollMs: options.recorder.preRollSeconds * 1000,
    postRollMs: options.recorder.postRollSeconds * 1000,
    restored: restored?.closing ?? [],
    takeStill: async (run, marked) => {
      const shot = shots.get(run.rule)
      return shot === undefined ? undefined : await still(shot, marked)
    },
  })
  // Whether it was told before the crash is not known; telling it twice changes nothing in the cloud.
  for (const run of rules.runs()) reporter.report({ phase: 'opened', run })
  // Without a model nobody would ever see its end.
  if (detector.model === undefined) for (const change of rules.finish()) reporter.report(change)
  const watch = createPictureWatch({
    ...{ device, camera, folder, events },
    isEnabled: settings.enabled,
    framesPerSecond: settings.framesPerSecond,
    settings: settings.monitors,
    takeStill: async () => (lastShot === undefined ? undefined : await still({ ...lastShot, detections: [] })),
    onTrouble: health.failed,
  })
  let cameraClockOffMs: number | undefined
  let stillCount = 0
  let savedClosing = restored?.closing.length ?? 0
  let info: StreamInfo | undefined
  let streamClock: StreamClock = createStreamClock()
  let lastShot: Shot | undefined
  let analysedUntilMs = 0

  const analysis = createNewestFirst<VideoFrame>(analyse, () => health.dropped())
  const connection = settings.enabled ? connect() : undefined
  const housekeeping = setInterval(keepHouse, housekeepingMs)

  return {
    camera,
    health: () => health.read(nowMs(), watch.monitor()),
    takeStatistics: watch.takeStatistics,
    acceptPicture: () => watch.accept(nowMs()),
    snapshot: async ({ isMarked = true, maxWidth = Number.POSITIVE_INFINITY } = {}) => {
      if (lastShot === undefined) return undefined
      const [{ detections }, at] = [lastShot, new Date(analysedUntilMs).toISOString()]
      const shot = isMarked ? lastShot : { ...lastShot, detections: [] }
      return { jpeg: await (maxWidth <= shot.frame.width ? smallStill(shot) : still(shot)), at, detections }
    },
    close: async ({ isGone } = { isGone: false }) => {
      clearInterval(housekeeping)
      await connection?.close()
      await analysis.close()
      await watch.close(nowMs(), isGone)
      recorder?.cut()
      for (const change of rules.finish()) reporter.report(change)
      await reporter.finish()
      // One that the alert did not wait for still has its decoder.
      await Promise.allSettled(stillsUnderWay)
      saveState()
      await recorder?.close()
    },
  }

  function connect() {
    const open = async (listener: Parameters<VideoEngine['openStream']>[2]) => {
      const source = toSource(await options.resolveSource(settings))
      return engine.openStream(source, framesFor(detector.card, settings), listener)
    }
    return keepConnected(open, {
      onStart: (started) => {
        info = started
        streamClock = createStreamClock()
        groups.clear()
        recorder?.begin(started, streamClock)
      },
      onPacket: (packet) => {
        streamClock.note(packet.ptsMs, nowMs())
        if (packet.takenAtMs !== undefined) cameraClockOffMs = packet.takenAtMs - nowMs()
        groups.add(packet)
        recorder?.add(packet)
      },
      onFrame: analysis.add,
      onLost: (fault) => {
        recorder?.cut()
        health.lost(fault)
      },
    })
  }

  async function analyse(frame: VideoFrame): Promise<void> {
    if (info === undefined) return
    // Both are asked for now: the stream may be another one when the model has answered.
    const [group, frameInfo] = [groups.groupOf(frame.ptsMs), info]
    // The first packets come in a burst, so what the clock says of them is corrected; time still only goes forward.
    const atMs = Math.max(analysedUntilMs + 1, Math.round(streamClock.toWallMs(frame.ptsMs)))
    watch.see(frame, atMs, cameraClockOffMs)
    const segment = recorder?.segmentAt(frame.ptsMs)
    const { model } = detector
    if (model === undefined) {
      health.analysed(atMs, nowMs(), 0)
      analysedUntilMs = atMs
      lastShot = { frame, detections: [], group, info: frameInfo }
      return
    }
    lastModel = model
    const inference = await detector.infer({ data: frame.rgb, width: frame.width, height: frame.height }).catch(health.failed)
    if (inference === undefined) return
    const detections = tracker.track(inference.detections, atMs)
    health.analysed(atMs, nowMs(), inference.inferenceMs)
    analysedUntilMs = atMs
    lastShot = { frame, detections, group, info: frameInfo }
    const recording = segment?.isKept ? segment.recording : undefined
    const ptsMs = Math.max(0, segment?.isKept ? frame.ptsMs - segment.startPtsMs : frame.ptsMs)
    const { inferenceMs } = inference
    const { width, height } = frameInfo
    events.onFrame({
      camera,
      at: new Date(atMs).toISOString(),
      recording,
      ptsMs,
      width,
      height,
      inferenceMs,
      model,
      detections,
    })
    judge({ atMs, ptsMs, streamPtsMs: frame.ptsMs, detections }, lastShot)
  }

  function judge(observation: Parameters<typeof rules.observe>[0], shot: Shot): void {
    const changes = rules.observe(observation)
    const runs = rules.runs()
    for (const { rule, peak } of runs) if (peak.streamPtsMs === observation.streamPtsMs) shots.set(rule, shot)
    for (const rule of shots.keys()) if (!runs.some((run) => run.rule === rule)) shots.delete(rule)
    if (changes.length === 0) return
    for (const change of changes) {
      if (change.phase === 'opened' && change.run.alarm) events.onAlarm?.({ camera, incident: change.run.incident, rule: change.run.rule })
      reporter.report(change)
    }
    saveState()
  }

  function keepHouse(): void {
    reporter.tick(nowMs())
    watch.tick(nowMs())
    if (reporter.closing().length !== savedClosing) saveState()
    const pending = rules.runs().map(({ startedAtMs }) => startedAtMs)
    recorder?.settle(Math.min(...pending, Math.max(analysedUntilMs, nowMs() - maxAnalysisLagMs)))
  }

  function saveState(): void {
    try {
      savedClosing = reporter.closing().length
      writeCameraState(folder, { rules: rules.serialize(), closing: [...reporter.closing()], model: lastModel })
    } catch (error) {
      health.failed(error)
    }
  }
}

function framesFor(card: ModelCard | undefined, { framesPerSecond }: CameraSettings): StreamOptions {
  if (card === undefined) return { ...unjudged, framesPerSecond: Math.min(framesPerSecond, unjudged.framesPerSecond) }
  const { width, height, fit } = card.input
  return { picture: { width, height, fit: fit === 'letterbox' ? 'inside' : 'stretch' }, framesPerSecond }
}
