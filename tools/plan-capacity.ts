import { chooseHub, messagesPerSecondOfASite } from '../shared/domain/choose-hub.ts'

/** What a plant has and wants. */
export interface Plant {
  readonly cameras: number
  /** Frames a second that a model looks at, of each camera. */
  readonly framesPerSecond: number
  /** Seconds of frames that one message carries (`telemetry.batchSeconds` of the device's settings). */
  readonly batchSeconds: number
  /** Objects on a frame, on average. */
  readonly objects: number
  /** Incidents a camera and day. */
  readonly incidents: number
  /** Kilobits a second of video, of each camera; 0 = only incidents are recorded. */
  readonly kilobitsPerSecond: number
  /** Hours that raw video is kept, and days that the archive is. */
  readonly rawHours: number
  readonly archiveDays: number
  /** People who are told of an incident, by SMS. */
  readonly recipients: number
}

export interface Capacity {
  readonly messagesPerDay: number
  /** Messages as the hub's quota counts them: each begun 4 KB is one. */
  readonly meteredPerDay: number
  readonly hub: { readonly tier: 'S1' | 'S2' | 'S3'; readonly units: number }
  /** Throughput units of the event stream. */
  readonly eventUnits: number
  readonly tableRowsPerDay: number
  readonly tableGigabytesPerDay: number
  readonly rawGigabytes: number
  readonly archiveGigabytes: number
  readonly uploadsPerMinute: number
  readonly smsPerDay: number
  /** What is beyond a limit that no parameter raises, in words. */
  readonly warnings: readonly string[]
}

const day = 86_400
const gigabyte = 1e9
/** Bytes of a message beside its frames, of a frame beside its objects, and of an object: measured on the messages of the tests. */
const messageBytes = 420
const frameBytes = 90
const objectBytes = 130
/** https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling */
const meterBytes = 4096
const healthSeconds = 30
const segmentSeconds = 10

/** Works out what a plant needs of each service. Pure arithmetic: docs/cost.md names every figure. */
export function planCapacity(plant: Plant): Capacity {
  const { cameras, framesPerSecond, batchSeconds, objects, incidents, recipients } = plant
  const inferences = (cameras * day) / batchSeconds
  const bytes = messageBytes + framesPerSecond * batchSeconds * (frameBytes + objects * objectBytes)
  // Opened, updated twice, closed; and what is uploaded is announced.
  const segments = plant.kilobitsPerSecond > 0 ? (cameras * day) / segmentSeconds : cameras * incidents * 3
  const others = (cameras * day) / healthSeconds + cameras * incidents * 4 + segments
  const meteredPerDay = inferences * Math.ceil(bytes / meterBytes) + others
  const messagesPerDay = inferences + others
  const hub = chooseHub(meteredPerDay, messagesPerDay / day, segments / 1440)
  const tableGigabytesPerDay = (inferences * (bytes + 200) + (others - segments) * 800) / gigabyte
  const videoPerDay = (cameras * plant.kilobitsPerSecond * 125 * day) / gigabyte
  const warnings = [
    ...(inferences / day > messagesPerSecondOfASite
      ? [
          `${Math.round(inferences / day)} messages a second: describe the plant as ${Math.ceil(inferences / day / messagesPerSecondOfASite)} sites, or raise batchSeconds.`,
        ]
      : []),
    ...(hub.isBeyond ? ['More than one hub is needed: one installation a part of the plant.'] : []),
  ]
  return {
    ...{ messagesPerDay, meteredPerDay, warnings },
    hub: { tier: hub.tier, units: hub.units },
    eventUnits: Math.max(1, Math.ceil(Math.max(((messagesPerDay / day) * 1.5) / 1000, (((inferences * bytes) / day) * 1.5) / 1e6))),
    tableRowsPerDay: inferences + cameras * incidents * 6,
    tableGigabytesPerDay,
    rawGigabytes: (videoPerDay * plant.rawHours) / 24,
    archiveGigabytes: videoPerDay * plant.archiveDays,
    uploadsPerMinute: segments / 1440,
    smsPerDay: cameras * incidents * recipients,
  }
}
