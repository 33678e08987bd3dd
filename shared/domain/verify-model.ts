import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { iou } from './box.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Detection } from './detection.ts'
import type { ModelSignature, SelfTest } from './model-package.ts'

/** What counts as sure for a label that the model's card says nothing about. */
const defaultThreshold = 0.4

/**
 * The public keys of a text that holds one or more `PUBLIC KEY` blocks of PEM, by their key id. Line breaks may have
 * become blanks on the way through an environment. Throws where a block is no Ed25519 key.
 */
export function readPublicKeys(pem: string): ReadonlyMap<string, KeyObject> {
  const blocks = [...pem.matchAll(/-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s\\]+?)-----END PUBLIC KEY-----/g)]
  return new Map(
    blocks.map(([, base64 = '']) => {
      const key = createPublicKey({ key: Buffer.from(base64.replaceAll('\\n', ''), 'base64'), format: 'der', type: 'spki' })
      if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`A key is ${key.asymmetricKeyType}, not Ed25519.`)
      return [keyIdOf(key), key]
    }),
  )
}

/** First 16 hex digits of the SHA-256 of the key as SPKI in DER. */
export function keyIdOf(key: KeyObject): string {
  return sha256(key.export({ format: 'der', type: 'spki' })).slice(0, 16)
}

/**
 * Whether a model is what somebody signed whom the keys name. Answers what is wrong, or undefined: the files are the
 * ones of the statement, and the statement was signed.
 */
export function verifySignature(
  signature: ModelSignature,
  publicKeysPem: string,
  cardBytes: Uint8Array,
  selfTestBytes: Uint8Array,
  netDigest: string,
): string | undefined {
  const { statement, keyId, signatureBase64 } = signature
  const keys = readPublicKeys(publicKeysPem)
  const key = keys.get(keyId)
  if (key === undefined) return `It is signed with the key ${keyId}; known are ${[...keys.keys()].join(', ') || 'none'}.`
  const isSigned = verify(null, Buffer.from(canonicalJson(statement)), key, Buffer.from(signatureBase64, 'base64'))
  if (!isSigned) return `The signature does not fit its statement (key ${keyId}).`
  const { model, cardSha256, selfTestSha256 } = statement
  if (model.digest !== netDigest) return `The net has the SHA-256 ${netDigest}, but ${model.digest} was signed.`
  if (cardSha256 !== sha256(cardBytes)) return 'The card is not the one that was signed.'
  if (selfTestSha256 !== sha256(selfTestBytes)) return 'The self-test is not the one that was signed.'
  return undefined
}

/**
 * Whether a model sees here what it saw when it was signed. A detection counts when it is surer than its label's
 * threshold by more than the tolerance: one nearer to it may fall on either side. Answers the first difference.
 *
 * @param detectionsPerPicture what it sees now, in the order of the self-test's pictures, down to the thresholds or below
 * @param thresholds those of the model's card
 */
export function judgeSelfTest(
  selfTest: SelfTest,
  detectionsPerPicture: readonly (readonly Detection[])[],
  thresholds: Readonly<Record<string, number>>,
): string | undefined {
  const { pictures, confidenceTolerance, leastIou } = selfTest
  if (detectionsPerPicture.length !== pictures.length)
    return `The self-test has ${pictures.length} pictures, but ${detectionsPerPicture.length} were judged.`
  const isSure = ({ label, confidence }: Detection) => confidence > (thresholds[label] ?? defaultThreshold) + confidenceTolerance
  const isSame = (one: Detection, other: Detection) =>
    one.label === other.label && Math.abs(one.confidence - other.confidence) <= confidenceTolerance && iou(one.box, other.box) >= leastIou

  for (const [index, { detections: expected }] of pictures.entries()) {
    const seen = detectionsPerPicture[index] ?? []
    const where = `In picture ${index + 1} of the self-test`
    const broken = seen.find(({ confidence, box }) => ![confidence, ...Object.values(box)].every(Number.isFinite))
    if (broken !== undefined) return `${where} ${broken.label} has no finite numbers.`
    const missing = withoutPartner(expected.filter(isSure), seen, isSame)
    if (missing !== undefined) return `${where} ${describe(missing)} is missing.`
    const surprise = withoutPartner(seen.filter(isSure), expected, isSame)
    if (surprise !== undefined) return `${where} ${describe(surprise)} is seen that was not there.`
  }
  return undefined
}

/** The first that finds none of the others for itself. The surest choose first, and choose what overlaps most. */
function withoutPartner(
  wanted: readonly Detection[],
  others: readonly Detection[],
  isSame: (one: Detection, other: Detection) => boolean,
): Detection | undefined {
  const taken = new Set<Detection>()
  for (const one of [...wanted].sort((a, b) => b.confidence - a.confidence)) {
    const free = others.filter((other) => !taken.has(other) && isSame(one, other))
    const partner = free.sort((a, b) => iou(one.box, b.box) - iou(one.box, a.box))[0]
    if (partner === undefined) return one
    taken.add(partner)
  }
  return undefined
}

function describe({ label, confidence }: Detection): string {
  return `${label} (${Math.round(confidence * 100)} %)`
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
