import { createHash } from 'node:crypto'
import { z } from 'zod'
import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import { ModelCard } from '../domain/model-card.ts'
import { modelFiles } from '../domain/model-package.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'

export type RegisterPorts = Pick<Ports, 'models' | 'modelRunner' | 'clock' | 'audit'>

export const maxNetBytes = 200 * 1024 * 1024
export const maxCardBytes = 1024 * 1024

export interface NewModel {
  readonly net: Uint8Array
  readonly card: ModelCard
  /** Further files that are kept beside it, such as `metrics.json`. */
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly about: Pick<RegisteredModel, 'site' | 'run' | 'uploadedBy' | 'dataset' | 'commit'>
}

/**
 * Takes a model into the register when it is fit to run, and its files into storage. The same model again changes nothing.
 *
 * @throws Fault `model-invalid` that names what is wrong with it, `model-revoked`, `model-changed` where another one has
 * this name and version
 */
export async function registerModel(ports: RegisterPorts, { net, card, files, about }: NewModel): Promise<RegisteredModel> {
  const cardBytes = Buffer.from(canonicalJson(card), 'utf8')
  const digest = sha256(net)
  if ((await ports.models.revoked()).has(digest)) throw new Fault('model-revoked')
  await refuseUnfit(ports, { [modelFiles.net]: net, [modelFiles.card]: cardBytes })
  const { name, version, labels } = card
  const model: RegisteredModel = {
    ...{ name, version, digest, ...about, state: 'candidate', cardSha256: sha256(cardBytes) },
    ...{ labels, bytes: net.length, createdAt: ports.clock().toISOString() },
  }
  const entered = await enter(ports, model)
  crashPoint('model-entered')
  for (const [file, bytes] of Object.entries({ ...files, [modelFiles.net]: net, [modelFiles.card]: cardBytes })) {
    await ports.models.writeFile(model, file, bytes)
    crashPoint('model-file')
  }
  return entered
}

/** The row comes before the files: it says whose the name is, and nobody else can put files under it then. */
async function enter({ models, audit }: RegisterPorts, model: RegisteredModel): Promise<RegisteredModel> {
  const { name, version, site, digest, run, uploadedBy } = model
  const known = (await models.find(name, version))?.value
  if (known !== undefined) return sameModel(known, model)
  // And the fact before the row: a crash in between leaves a fact that the next try makes true.
  await audit.append(site, {
    ...{ at: model.createdAt, who: uploadedBy ?? 'system', action: 'model-registered', subject: `model/${name}/${version}` },
    detail: { digest, ...(run !== undefined && { run }) },
  })
  try {
    await models.save(model, undefined)
    return model
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model-changed')) throw error
    const stored = (await models.find(name, version))?.value
    if (stored === undefined) throw error
    return sameModel(stored, model)
  }
}

function sameModel(stored: RegisteredModel, { name, version, site, digest, cardSha256 }: RegisteredModel): RegisteredModel {
  if (stored.digest === digest && stored.cardSha256 === cardSha256 && stored.site === site) return stored
  throw new Fault('model-changed', `Another model has the name ${name} and the version ${version}.`)
}

async function refuseUnfit({ modelRunner }: RegisterPorts, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const { outcome, reason } = await modelRunner.withFolder(files, (folder) => modelRunner.check(folder))
  if (outcome === 'refused') throw new Fault('model-invalid', reason)
}

/** @throws Fault `model-invalid` */
export function parseCard(bytes: Uint8Array): ModelCard {
  let content: unknown
  try {
    content = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new Fault('model-invalid', `${modelFiles.card} is not JSON.`, { cause })
  }
  const parsed = ModelCard.safeParse(content)
  if (!parsed.success) throw new Fault('model-invalid', `${modelFiles.card}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
