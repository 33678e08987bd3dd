import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Detection } from '../../shared/domain/detection.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import { sentPictureId } from '../../shared/domain/sent-picture.ts'
import type { CloudTeller } from '../tell-cloud.ts'

export interface PictureToLabel {
  /** Made by `plainJpegOf`. */
  readonly jpeg: Buffer
  readonly width: number
  readonly height: number
  readonly camera: Id | undefined
  readonly model: ModelReference | undefined
  readonly detections: readonly Detection[]
}

/**
 * `queued`: on disk, and on its way as soon as there is a line. `waiting`: the same picture is on its way already.
 * `full`: so many wait that no more are taken. `refused`: the disk took it not.
 */
export type Kept = { readonly state: 'queued' | 'waiting'; readonly picture: Id } | { readonly state: 'full' | 'refused' }

export interface PictureOutlet {
  readonly cameras: () => readonly Id[]
  keep(picture: PictureToLabel): Promise<Kept>
}

interface OutletOptions {
  readonly device: Id
  /** Within the outbox's folder of media, so that what a crash leaves is swept away. */
  readonly folder: string
  readonly cameras: () => readonly Id[]
  readonly teller: Pick<CloudTeller, 'onPicture'>
  /** Default 100: what people send by hand must not push clips of incidents off the disk. */
  readonly mostWaiting?: number
}

/** Pictures that people at the device want to have labelled. They go the way of clips, also after days without a line. */
export function createPictureOutlet({ device, folder, cameras, teller, mostWaiting = 100 }: OutletOptions): PictureOutlet {
  return {
    cameras,
    async keep({ jpeg, width, height, camera, model, detections }) {
      const sha256 = createHash('sha256').update(jpeg).digest('hex')
      const picture = sentPictureId(device, sha256)
      const file = join(folder, `${sha256}.jpg`)
      if (existsSync(file)) return { state: 'waiting', picture }
      const part = join(folder, `${sha256}.part.jpg`)
      try {
        mkdirSync(folder, { recursive: true })
        if (readdirSync(folder).length >= mostWaiting) return { state: 'full' }
        await writeFile(part, jpeg, { flush: true })
        await rename(part, file)
      } catch {
        return { state: 'refused' }
      }
      const kept = { file, sha256, bytes: jpeg.length, width, height, detections: [...detections] }
      const isKept = await teller.onPicture({ ...kept, ...(camera !== undefined && { camera }), ...(model !== undefined && { model }) })
      return isKept ? { state: 'queued', picture } : { state: 'refused' }
    },
  }
}
