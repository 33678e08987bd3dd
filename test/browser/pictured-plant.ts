import type { NightPolicy } from '../../shared/domain/night-policy.ts'
import type { Ports } from '../../shared/ports.ts'
import { doubtfulPlant } from '../harness/labeling/doubtful-plant.ts'
import { framePictureOf } from './frame-picture.ts'

/** A site with so many frames to label, each with a picture: a bench, and a hand where the model suspects one. */
export async function picturedPlant(ports: Ports, site: string, frames: number, policy: Partial<NightPolicy> = {}): Promise<string> {
  const recording = await doubtfulPlant(ports, site, frames, policy)
  const manifest = await ports.frames.manifest(recording)
  for (const [index, { id, width, height }] of manifest!.frames.entries())
    await ports.frames.put(id, await framePictureOf(width, height, index))
  return recording
}
