import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../shared/domain/faults.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import { ModelSignature, modelFiles, SelfTest } from '../../shared/domain/model-package.ts'
import { judgeSelfTest, verifySignature } from '../../shared/domain/verify-model.ts'
import { type LoadedModel, loadModel } from '../../shared/vision/load-model.ts'
import { openModel } from '../../shared/vision/run-model.ts'
import { hashModelFiles, mostBytes } from './model-folder.ts'

/** Small devices load a large net slowly. */
const openMs = 60_000

export interface JudgeOptions {
  /** PEM; undefined: anything goes that is whole and does what its card says. */
  readonly publicKeys: string | undefined
}

export type ModelJudgement =
  | { readonly kind: 'fit'; readonly model: ModelReference }
  /** `digest` is of the net, as far as it can be told. */
  | { readonly kind: 'unfit'; readonly digest: string; readonly problem: string }

/**
 * Whether a model may work here: whole, signed by somebody we know, and seeing now what it saw when it was signed.
 * Nothing of it is run before its signature is good. Rejects only where the disk or the system fails.
 */
export async function judgeModel(folder: string, { publicKeys }: JudgeOptions, wantedDigest?: string): Promise<ModelJudgement> {
  try {
    const model = await loadModel(folder)
    const { digest } = model.reference
    if (wantedDigest !== undefined && digest !== wantedDigest)
      throw new Fault('model-invalid', `Its net has the SHA-256 ${digest}, but ${wantedDigest} is wanted.`)
    const selfTestBytes = await readIfThere(folder, modelFiles.selfTest)
    if (publicKeys !== undefined) await checkSignature(model, selfTestBytes, publicKeys)
    await tryOut(model, selfTestBytes && parse(SelfTest, selfTestBytes, modelFiles.selfTest))
    return { kind: 'fit', model: model.reference }
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'invalid') throw error
    const problem = (error.detail ?? error.message).replaceAll(`${folder}/`, '')
    return { kind: 'unfit', digest: wantedDigest ?? (await digestOf(folder)), problem }
  }
}

async function checkSignature({ folder, reference }: LoadedModel, selfTestBytes: Uint8Array | undefined, keys: string): Promise<void> {
  const signatureBytes = await readIfThere(folder, modelFiles.signature)
  if (signatureBytes === undefined) throw new Fault('model-invalid', 'It is not signed (model.sig is missing).')
  if (selfTestBytes === undefined) throw new Fault('model-invalid', 'It has no self-test (selftest.json is missing).')
  const signature = parse(ModelSignature, signatureBytes, modelFiles.signature)
  const cardBytes = await readFile(join(folder, modelFiles.card))
  const problem = verifySignature(signature, keys, cardBytes, selfTestBytes, reference.digest)
  if (problem !== undefined) throw new Fault('model-invalid', problem)
}

/** In a process of its own with limits: allowed operators, shapes, finite numbers, and what it sees in the self-test's pictures. */
async function tryOut({ folder, card }: LoadedModel, selfTest: SelfTest | undefined): Promise<void> {
  const trial = await openModel(folder, { isCheck: true, timeoutMs: openMs })
  try {
    if (selfTest === undefined) return
    const jpegs = selfTest.pictures.map(({ jpegBase64 }) => Buffer.from(jpegBase64, 'base64'))
    const seen = await Promise.all(jpegs.map((jpeg) => trial.see(jpeg)))
    const problem = judgeSelfTest(
      selfTest,
      seen.map(({ detections }) => detections),
      card.thresholds,
    )
    if (problem !== undefined) throw new Fault('model-invalid', problem)
  } finally {
    await trial.close()
  }
}

async function readIfThere(folder: string, name: keyof typeof mostBytes): Promise<Uint8Array | undefined> {
  const found = await stat(join(folder, name)).catch(() => undefined)
  if (found === undefined) return undefined
  const most = mostBytes[name] ?? 0
  if (!found.isFile() || found.size > most) throw new Fault('model-invalid', `${name} has ${found.size} bytes; ${most} are allowed.`)
  return await readFile(join(folder, name))
}

function parse<T>(schema: z.ZodType<T>, bytes: Uint8Array, name: string): T {
  let content: unknown
  try {
    content = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new Fault('model-invalid', `${name} is not JSON.`, { cause })
  }
  const parsed = schema.safeParse(content)
  if (!parsed.success) throw new Fault('model-invalid', `${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** What its card says, as people know it by that; the net's own where there is no card; else nothing that exists. */
async function digestOf(folder: string): Promise<string> {
  const card = await readIfThere(folder, modelFiles.card).catch(() => undefined)
  const named = /"digest"\s*:\s*"([0-9a-f]{64})"/.exec(Buffer.from(card ?? []).toString('utf8'))?.[1]
  const hash = (await hashModelFiles(folder))[modelFiles.net] ?? ''
  return named ?? (/^[0-9a-f]{64}$/.test(hash) ? hash : '0'.repeat(64))
}
