import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Box } from '../../shared/domain/box.ts'
import type { SplitName } from './dataset-files.ts'

export interface LabelledPicture {
  /** RGB, rows from top to bottom. */
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly objects: readonly { readonly label: string; readonly box: Box }[]
  readonly split: SplitName
  /** 1–100; 92, unless told, is hardly to be told from the original, 40 looks like video at a low bit rate. */
  readonly jpegQuality?: number
}

export interface DatasetWriter {
  add(picture: LabelledPicture): Promise<void>
  /** Writes `annotations.json` and `splits.json`; without them the folder is no dataset. */
  finish(): Promise<void>
}

export interface DatasetWriterOptions {
  readonly folder: string
  readonly version: string
  readonly labels: readonly string[]
}

/** Writes a folder of the form that `readDataset` reads. */
export async function createDatasetWriter({ folder, version, labels }: DatasetWriterOptions): Promise<DatasetWriter> {
  await mkdir(join(folder, 'images'), { recursive: true })
  const images: { id: number; width: number; height: number; file_name: string }[] = []
  const annotations: { id: number; image_id: number; category_id: number; bbox: number[]; area: number; iscrowd: 0 }[] = []
  const splits: Record<SplitName, number[]> = { train: [], validate: [], test: [] }

  return {
    async add({ data, width, height, objects, split, jpegQuality = 92 }) {
      const id = images.length + 1
      const name = `${String(id).padStart(6, '0')}.jpg`
      images.push({ id, width, height, file_name: name })
      splits[split].push(id)
      for (const { label, box } of objects) {
        const bbox = [box.left * width, box.top * height, box.width * width, box.height * height].map(
          (pixels) => Math.round(pixels * 100) / 100,
        )
        const area = bbox[2]! * bbox[3]!
        annotations.push({ id: annotations.length + 1, image_id: id, category_id: labels.indexOf(label) + 1, bbox, area, iscrowd: 0 })
      }
      const image = sharp(data, { raw: { width, height, channels: 3 } })
      await image.jpeg({ quality: jpegQuality, chromaSubsampling: '4:2:0' }).toFile(join(folder, 'images', name))
    },
    async finish() {
      const categories = labels.map((name, index) => ({ id: index + 1, name }))
      await writeFile(join(folder, 'annotations.json'), JSON.stringify({ info: { version }, images, annotations, categories }))
      await writeFile(join(folder, 'splits.json'), JSON.stringify(splits))
    },
  }
}
