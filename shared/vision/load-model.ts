import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import type { ModelReference } from '../domain/messages.ts'
import { ModelCard } from '../domain/model-card.ts'
import { findExternalData } from './find-external-data.ts'

export const maxModelBytes = 200 * 1024 * 1024
const maxCardBytes = 1024 * 1024

/** A model that is what its card says: whole, in one file, and of a bearable size. */
export interface LoadedModel {
  readonly folder: string
  readonly card: ModelCard
  readonly reference: ModelReference
  /** `model.onnx`. */
  readonly bytes: Uint8Array
}

/**
 * Reads `model.json` and `model.onnx` of a folder. Faults with `model-invalid`, naming what is wrong, before any
 * byte of the model reaches the runtime.
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const card = parseCard(await readBounded(join(folder, 'model.json'), maxCardBytes), folder)
  const bytes = await readBounded(join(folder, 'model.onnx'), maxModelBytes)
  const digest = createHash('sha256').update(bytes).digest('hex')
  if (digest !== card.digest) {
    throw new Fault('model-invalid', `${folder}/model.onnx has the SHA-256 ${digest}, but model.json says ${card.digest}.`)
  }
  if (hasExternalData(bytes, folder)) {
    throw new Fault('model-invalid', `${folder}/model.onnx keeps weights in another file. Save it as one file.`)
  }
  return { folder, card, bytes, reference: { name: card.name, version: card.version, digest: card.digest } }
}

async function readBounded(file: string, maxBytes: number): Promise<Buffer> {
  const found = await stat(file).catch((cause) => {
    throw new Fault('model-invalid', `${file} cannot be read.`, { cause })
  })
  if (!found.isFile()) throw new Fault('model-invalid', `${file} is not a file.`)
  if (found.size > maxBytes) throw new Fault('model-invalid', `${file} has ${found.size} bytes; ${maxBytes} are allowed.`)
  return await readFile(file)
}

function parseCard(bytes: Buffer, folder: string): ModelCard {
  let content: unknown
  try {
    content = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new Fault('model-invalid', `${folder}/model.json is not JSON.`, { cause })
  }
  const parsed = ModelCard.safeParse(content)
  if (!parsed.success) throw new Fault('model-invalid', `${folder}/model.json: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function hasExternalData(bytes: Uint8Array, folder: string): boolean {
  try {
    return findExternalData(bytes)
  } catch (cause) {
    throw new Fault('model-invalid', `${folder}/model.onnx is not an ONNX file.`, { cause })
  }
}
