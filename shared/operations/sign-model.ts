import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { ModelCard } from '../domain/model-card.ts'
import { ModelSignature, type ModelStatement, modelFiles, type SelfTest } from '../domain/model-package.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { ModelFolder, Ports } from '../ports.ts'
import { pickTestFrames } from './pick-test-frames.ts'
import { parseCard, sha256 } from './register-model.ts'

export type SignPorts = Pick<Ports, 'models' | 'modelRunner' | 'modelSigner' | 'datasets' | 'frames' | 'evaluations'>

export interface SignRequest {
  readonly site: Id
  readonly name: Id
  readonly version: string
  /** Of the decision that let it pass. */
  readonly approval: string
  readonly evaluation?: string | undefined
}

/** Another build of the runtime, or whole numbers instead of fractions, moves a confidence by some hundredths. */
const [confidenceTolerance, leastIou] = [0.15, 0.6]

/**
 * Signs a model for devices, with what it sees in some frames of its test split. The same model, approval and evaluation give
 * the same bytes; another decision about a signed model gives another signature over the same self-test.
 *
 * @throws Fault `model-revoked`, `not-found`
 */
export async function signModel(ports: SignPorts, request: SignRequest): Promise<ModelSignature> {
  const { models, modelSigner } = ports
  const model = (await models.find(request.name, request.version))?.value
  if (model === undefined || model.site !== request.site) throw new Fault('not-found', 'There is no such model at this site.')
  if (model.state === 'revoked' || (await models.revoked()).has(model.digest)) throw new Fault('model-revoked')
  const [net, cardBytes] = await Promise.all([models.readFile(model, modelFiles.net), models.readFile(model, modelFiles.card)])
  if (net === undefined || cardBytes === undefined) throw new Fault('not-found', `The files of ${model.name} ${model.version}.`)
  if (sha256(net) !== model.digest || sha256(cardBytes) !== model.cardSha256)
    throw new Fault('model-invalid', 'Its stored files are not those that were taken in.')

  const card = parseCard(cardBytes)
  const selfTest = await selfTestOf(ports, model, card, { [modelFiles.net]: net, [modelFiles.card]: cardBytes })
  crashPoint('model-self-test')
  const { name, version, digest } = model
  const statement: ModelStatement = {
    ...{ schema: 1, model: { name, version, digest }, cardSha256: model.cardSha256, selfTestSha256: sha256(selfTest) },
    ...{ approval: request.approval, dataset: card.dataset },
    ...(request.evaluation !== undefined && { evaluation: request.evaluation }),
  }
  const signature = await modelSigner.sign(statement)
  await write(ports, model, signature)
  return signature
}

/** Chosen once: what is stored is signed again, so that frames that were added since change nothing. */
async function selfTestOf(
  ports: SignPorts,
  model: RegisteredModel,
  card: ModelCard,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Uint8Array> {
  const { models, modelRunner } = ports
  const stored = await models.readFile(model, modelFiles.selfTest)
  if (stored !== undefined) return stored
  const frames = await pickTestFrames(ports, model)
  const pictures = frames.length > 0 ? frames : await modelRunner.patterns(card)
  const seen = await modelRunner.withFolder(files, (folder) => seeAll(ports, folder, pictures))
  const selfTest: SelfTest = {
    ...{ schema: 1, confidenceTolerance, leastIou },
    pictures: pictures.map((jpeg, index) => ({ jpegBase64: Buffer.from(jpeg).toString('base64'), detections: seen[index] ?? [] })),
  }
  const bytes = Buffer.from(canonicalJson(selfTest), 'utf8')
  try {
    await models.writeFile(model, modelFiles.selfTest, bytes)
    return bytes
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model-changed')) throw error
    // Somebody else signs it at the same time, after the site's dataset has changed.
    return (await models.readFile(model, modelFiles.selfTest)) ?? bytes
  }
}

async function seeAll({ modelRunner }: SignPorts, folder: ModelFolder, pictures: readonly Uint8Array[]) {
  async function* stream() {
    yield* pictures
  }
  const seen = []
  for await (const { detections } of modelRunner.detect(folder, stream())) seen.push(detections)
  return seen
}

async function write({ models }: SignPorts, model: RegisteredModel, signature: ModelSignature): Promise<void> {
  const bytes = Buffer.from(canonicalJson(ModelSignature.parse(signature)), 'utf8')
  try {
    await models.writeFile(model, modelFiles.signature, bytes)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model-changed')) throw error
    // The first decision keeps the usual name.
    await models.writeFile(model, `model.${sha256(bytes).slice(0, 16)}.sig`, bytes)
  }
}
