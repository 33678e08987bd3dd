import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { createEd25519ModelSigner } from '../../../shared/adapters/ed25519-model-signer.ts'
import type { ModelReference } from '../../../shared/domain/messages.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { modelFiles, type SelfTest } from '../../../shared/domain/model-package.ts'
import { type ColourModelOptions, writeColourModel } from './colour-model.ts'

export const factory = createSigner()
export const stranger = createSigner()

function createSigner() {
  const { privateKey } = generateKeyPairSync('ed25519') as { privateKey: KeyObject }
  return createEd25519ModelSigner(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
}

export interface SignedModel {
  readonly folder: string
  readonly model: ModelReference
}

/** A colour model with a self-test of a red square, signed. `change` alters the card before that; the self-test stays. */
export async function writeSignedModel(
  folder: string,
  options: ColourModelOptions = {},
  change: (card: ModelCard) => ModelCard = (card) => card,
  signer = factory,
): Promise<SignedModel> {
  const card = change(writeColourModel(folder, options))
  writeFileSync(join(folder, modelFiles.card), JSON.stringify(card))
  writeFileSync(join(folder, modelFiles.selfTest), JSON.stringify(await selfTestOf(48)))
  const model = { name: card.name, version: card.version, digest: card.digest }
  const statement = {
    schema: 1 as const,
    model,
    cardSha256: sha256Of(folder, modelFiles.card),
    selfTestSha256: sha256Of(folder, modelFiles.selfTest),
    approval: 'approval-1',
    dataset: 'none',
  }
  writeFileSync(join(folder, modelFiles.signature), JSON.stringify(await signer.sign(statement)))
  return { folder, model }
}

/** One red cell of 8 × 8 in the middle, which the colour model draws its box around. */
async function selfTestOf(boxSide: number): Promise<SelfTest> {
  const rgb = Buffer.alloc(192 * 112 * 3)
  const [left, top] = [96, 56]
  for (let y = top; y < top + 8; y++) for (let x = left; x < left + 8; x++) rgb[(y * 192 + x) * 3] = 255
  const jpeg = await sharp(rgb, { raw: { width: 192, height: 112, channels: 3 } })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const box = {
    left: (left + 4 - boxSide / 2) / 192,
    top: (top + 4 - boxSide / 2) / 112,
    width: boxSide / 192,
    height: boxSide / 112,
  }
  const detections = [{ label: 'red', confidence: 1, box }]
  return { schema: 1, pictures: [{ jpegBase64: jpeg.toString('base64'), detections }], confidenceTolerance: 0.1, leastIou: 0.9 }
}

/** Changes one file of a model, and leaves its signature as it is. */
export function spoil(folder: string, file: string, change: (bytes: Buffer) => Uint8Array | string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file))))
}

function sha256Of(folder: string, file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex')
}
