import sharp from 'sharp'
import { z } from 'zod'
import { CameraSettings } from '../shared/domain/edge-settings.ts'
import { Fault } from '../shared/domain/faults.ts'
import { Id } from '../shared/domain/ids.ts'
import type { DirectMethods, MethodAnswer } from './hub/open-session.ts'
import type { Cameras } from './run-cameras.ts'
import type { Health } from './tell-cloud.ts'

interface MethodOptions {
  readonly cameras: Cameras
  health(): Health
  reloadModel(): Promise<void>
  /** A picture of a source that may belong to no camera yet. */
  trySource(settings: CameraSettings): Promise<Uint8Array>
}

const Width = z.int().min(160).max(1920)
const SnapshotRequest = z.strictObject({ camera: Id, maxWidth: Width.optional(), isMarked: z.boolean().optional() })
const TryRequest = CameraSettings.pick({ source: true, credentials: true }).extend({ maxWidth: Width.optional() })
const AcceptRequest = z.strictObject({ camera: Id })
const ReloadRequest = z.strictObject({ camera: Id.optional() })

// A method's answer may have 128 KB (learn.microsoft.com "Understand and invoke direct methods"); base64 makes 4 of 3.
const maxJpegBytes = 84 * 1024
/** The surest ones: what is said beside the picture must leave room for it. */
const maxDetections = 40
const firstWidth = 1280

/** What operators may ask of the module through IoT Hub. Wrong requests are answered with 400 and what was expected. */
export function createDirectMethods({ cameras, health, reloadModel, trySource }: MethodOptions): DirectMethods {
  const isUnknown = (camera: Id | undefined) => camera !== undefined && !cameras.running.has(camera)

  return {
    /** `{"camera": id}` → `{"contentType", "jpegBase64", "at", "detections"}`: what the camera sees now; boxes are drawn unless `isMarked` is false. */
    async snapshot(payload) {
      const request = SnapshotRequest.safeParse(payload)
      if (!request.success) return invalid(request.error)
      const { camera, maxWidth, isMarked = true } = request.data
      if (isUnknown(camera)) return unknownCamera(camera)
      const still = await cameras.running.get(camera)?.snapshot({ isMarked, maxWidth })
      if (still === undefined) return { status: 503, payload: { problem: 'The camera has not shown a picture yet.' } }
      const detections = still.detections.toSorted((a, b) => b.confidence - a.confidence).slice(0, maxDetections)
      return { status: 200, payload: { ...(await pictureOf(still.jpeg, maxWidth)), at: still.at, detections } }
    },
    /** `{"source", "credentials"?}` → a picture of it, before any camera is set up with it. */
    async trySource(payload) {
      const request = TryRequest.safeParse(payload)
      if (!request.success) return invalid(request.error)
      const { maxWidth, ...source } = request.data
      try {
        return { status: 200, payload: await pictureOf(await trySource(CameraSettings.parse(source)), maxWidth) }
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        return { status: 503, payload: { problem: error.message } }
      }
    },
    /** `{"camera": id}`: what the camera shows now is how it should be; what is usual is learned anew. */
    async acceptPicture(payload) {
      const request = AcceptRequest.safeParse(payload)
      if (!request.success) return invalid(request.error)
      const { camera } = request.data
      if (isUnknown(camera)) return unknownCamera(camera)
      cameras.running.get(camera)?.acceptPicture()
      return { status: 200, payload: { camera } }
    },
    /** → the body of a health message. */
    health: async () => ({ status: 200, payload: health() }),
    /** `{"camera"?: id}`: restarts one camera; without a camera reads the model again and restarts them all. */
    async reload(payload) {
      const request = ReloadRequest.safeParse(payload ?? {})
      if (!request.success) return invalid(request.error)
      const { camera } = request.data
      if (isUnknown(camera)) return unknownCamera(camera)
      if (camera === undefined) await reloadModel()
      await cameras.restart(camera)
      return { status: 200, payload: { cameras: [...cameras.running.keys()] } }
    },
  }
}

function invalid(error: z.ZodError): MethodAnswer {
  return { status: 400, payload: { problem: z.prettifyError(error) } }
}

function unknownCamera(camera: Id | undefined): MethodAnswer {
  return { status: 404, payload: { problem: `There is no camera ${camera}.` } }
}

async function pictureOf(jpeg: Uint8Array, maxWidth = firstWidth) {
  return { contentType: 'image/jpeg', jpegBase64: (await shrink(Buffer.from(jpeg), maxWidth)).toString('base64') }
}

async function shrink(jpeg: Buffer, maxWidth: number): Promise<Buffer> {
  const { width: own } = await sharp(jpeg).metadata()
  let smaller = jpeg
  for (let width = maxWidth; (smaller.byteLength > maxJpegBytes || (own > maxWidth && smaller === jpeg)) && width >= 80; width /= 2) {
    smaller = await sharp(jpeg)
      .resize({ width: Math.round(width), withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer()
  }
  return smaller
}
