import { BlobServiceClient } from '@azure/storage-blob'
import sharp from 'sharp'
import type { Box } from '../../../../shared/domain/box.ts'
import type { ComplianceJob } from '../../../../shared/domain/compliance-item.ts'
import { type CompliancePolicy, CompliancePolicy as PolicySchema } from '../../../../shared/domain/compliance-policy.ts'
import type { Detection } from '../../../../shared/domain/detection.ts'
import { type FilterOutcome, filterItem } from '../../../../shared/operations/filter-item.ts'
import type { Ports } from '../../../../shared/ports.ts'

export const site = 'plant-1'
export const modelDigest = 'a'.repeat(64)

/** A roster, so that the site has a clock and is listed, and a model that can see people. */
export async function openPlant(ports: Ports, { id = site, labels = ['bottle', 'person'] } = {}): Promise<void> {
  await ports.rosters.saveSite({ id, name: 'Plant', timeZone: 'Europe/Berlin' })
  const model = { name: `${id}-net`, version: '1', digest: modelDigest, site: id, state: 'approved' as const, cardSha256: 'b'.repeat(64) }
  await ports.models.save({ ...model, labels, bytes: 1, createdAt: '2026-11-01T00:00:00.000Z' }, undefined)
}

export async function savePolicy(ports: Ports, wish: object, id = site): Promise<CompliancePolicy> {
  const policy = PolicySchema.parse(wish)
  const { number } = await ports.compliancePolicies.newest(id)
  await ports.compliancePolicies.add({ site: id, number: number + 1, policy })
  return policy
}

/** Works off what waits, as the queue's trigger would. */
export async function workOff(ports: Ports, id = site): Promise<FilterOutcome[]> {
  const outcomes: FilterOutcome[] = []
  for (const { value } of await ports.complianceItems.list(id, 1000)) {
    const { itemKey } = await import('../../../../shared/domain/compliance-item.ts')
    const job: ComplianceJob = { site: id, key: itemKey(value.item) }
    outcomes.push(await filterItem(ports, job))
  }
  return outcomes
}

export interface LeftBlob {
  readonly name: string
  readonly bytes: Buffer
}

/** All that lies where what left the site lies. */
export async function readLeft(connectionString: string, container: 'compliant' | 'anomalies', id = site): Promise<LeftBlob[]> {
  const client = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container)
  if (!(await client.exists())) return []
  const blobs: LeftBlob[] = []
  for await (const { name } of client.listBlobsFlat({ prefix: `${id}/` })) {
    blobs.push({ name, bytes: await client.getBlobClient(name).downloadToBuffer() })
  }
  return blobs
}

export const person = (box: Box, more: Partial<Detection> = {}): Detection => ({ label: 'person', confidence: 0.8, box, ...more })
export const bottle = (box: Box, more: Partial<Detection> = {}): Detection => ({ label: 'bottle', confidence: 0.9, box, ...more })

/** A grey picture on which each box is filled with the marker's colour, with the marker's words in its EXIF, comments and XMP. */
export async function markedPicture(
  boxes: readonly Box[],
  {
    width = 640,
    height = 360,
    colour = [255, 0, 255],
    words = 'nobody',
  }: { width?: number; height?: number; colour?: number[]; words?: string } = {},
): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3, 60)
  for (const box of boxes) {
    const [left, top] = [Math.round(box.left * width), Math.round(box.top * height)]
    const [right, bottom] = [Math.round((box.left + box.width) * width), Math.round((box.top + box.height) * height)]
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data.set(colour, (y * width + x) * 3)
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .withExif({
      IFD0: { Artist: words, ImageDescription: words, Copyright: words },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 0/1' },
    })
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${words}"/></rdf:RDF></x:xmpmeta>`,
    )
    .toBuffer()
}
