import sharp from 'sharp'
import { z } from 'zod'
import { Id } from '../shared/domain/ids.ts'
import type { DirectMethods, MethodAnswer } from './hub/open-session.ts'
import type { Cameras } from './run-cameras.ts'
import type { Health } from './tell-cloud.ts'

interface MethodOptions {
  readonly cameras: Cameras
  health(): Health
  reloadModel(): Promise<void>
}

const SnapshotRequest = z.strictObject({ camera: Id })
const ReloadRequest = z.strictObject({ camera: Id.optional() })

// A method's answer may have 128 KB (learn.microsoft.com "Understand and invoke direct methods"); base64 makes 4 of 3.
const maxJpegBytes = 90 * 1024

/** What operators may ask of the module through IoT Hub. Wrong requests are answered with 400 and what was expected. */
export function createDirectMethods({ cameras, health, reloadModel }: MethodOptions): DirectMethods {
  const isUnknown = (camera: Id | undefined) => camera !== undefined && !cameras.running.has(camera)

  return {
    /** `{"camera": id}` → `{"contentType", "jpegBase64"}`: what the camera sees now. */
    async snapshot(payload) {
      const request = SnapshotRequest.safeParse(payload)
      if (!request.success) return invalid(request.error)
      if (isUnknown(request.data.camera)) return unknownCamera(request.data.camera)
      const jpeg = await cameras.running.get(request.data.camera)?.snapshot()
      if (jpeg === undefined) return { status: 503, payload: { problem: 'The camera has not shown a picture yet.' } }
      return { status: 200, payload: { contentType: 'image/jpeg', jpegBase64: (await shrink(Buffer.from(jpeg))).toString('base64') } }
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

async function shrink(jpeg: Buffer): Promise<Buffer> {
  let smaller = jpeg
  for (let width = 1280; smaller.byteLength > maxJpegBytes && width >= 160; width /= 2) {
    smaller = await sharp(jpeg).resize({ width, withoutEnlargement: true }).jpeg({ quality: 75 }).toBuffer()
  }
  return smaller
}
