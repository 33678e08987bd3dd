import { z } from 'zod'
import { Detection } from './detection.ts'
import { Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/** Files of a model's folder, in container `models`, in an image below `/app/model`, and on a device. */
export const modelFiles = { net: 'model.onnx', card: 'model.json', selfTest: 'selftest.json', signature: 'model.sig' } as const

/**
 * `selftest.json`: what the model saw in some pictures when it was signed. A device runs them again before it lets the
 * model work: another order of labels, another runtime or a broken file cannot give the same detections.
 */
export const SelfTest = z.strictObject({
  schema: z.literal(1),
  /** JPEG in base64, at most 200 KB each. */
  pictures: z
    .array(z.strictObject({ jpegBase64: z.string().max(300_000), detections: z.array(Detection).max(300) }))
    .min(1)
    .max(5),
  /** Most that a confidence may differ, and least IoU of a box, for a detection that is surer than the threshold by this much. */
  confidenceTolerance: z.number().min(0).max(0.5),
  leastIou: z.number().min(0).max(1),
})
export type SelfTest = z.infer<typeof SelfTest>

/** What is signed: nothing of a package can be exchanged without breaking it. */
export const ModelStatement = z.strictObject({
  schema: z.literal(1),
  model: ModelReference,
  cardSha256: Sha256,
  selfTestSha256: Sha256,
  /** Of the decision that let it pass. */
  approval: z.string().max(100),
  evaluation: Sha256.optional(),
  dataset: z.string().max(200),
})
export type ModelStatement = z.infer<typeof ModelStatement>

/** `model.sig`: Ed25519 over the canonical JSON of the statement in UTF-8. */
export const ModelSignature = z.strictObject({
  statement: ModelStatement,
  /** First 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signatureBase64: z.string().max(200),
})
export type ModelSignature = z.infer<typeof ModelSignature>
