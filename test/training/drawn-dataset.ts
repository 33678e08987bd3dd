import { createRandom, drawBetween } from '../../training/data/random.ts'
import { createDatasetWriter } from '../../training/data/write-dataset.ts'

export const [drawnWidth, drawnHeight] = [64, 48]

/** A light or a dark rectangle on grey noise. */
export function drawScene(seed: number) {
  const random = createRandom(seed)
  const label = seed % 2 === 0 ? 'lamp' : 'hole'
  const box = { left: drawBetween(random, 0, 0.65), top: drawBetween(random, 0, 0.6), width: 0.3, height: 0.35 }
  const isInside = (x: number, y: number) =>
    x >= box.left * drawnWidth &&
    x < (box.left + box.width) * drawnWidth &&
    y >= box.top * drawnHeight &&
    y < (box.top + box.height) * drawnHeight
  const data = Uint8Array.from({ length: drawnWidth * drawnHeight * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3)
    const base = isInside(pixel % drawnWidth, Math.floor(pixel / drawnWidth)) ? (label === 'lamp' ? 215 : 25) : 115
    return base + 20 * random()
  })
  return { data, width: drawnWidth, height: drawnHeight, objects: [{ label, box }] }
}

/** Half of the scenes to learn from, the other half to choose thresholds and to measure. */
export async function writeDrawnDataset(folder: string, count: number): Promise<void> {
  const writer = await createDatasetWriter({ folder, version: 'drawn', labels: ['lamp', 'hole'] })
  for (let seed = 0; seed < count; seed++) {
    const split = seed < count / 2 ? 'train' : seed < (3 * count) / 4 ? 'validate' : 'test'
    await writer.add({ ...drawScene(seed), split })
  }
  await writer.finish()
}
