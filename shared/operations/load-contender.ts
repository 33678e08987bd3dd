import { Fault } from '../domain/faults.ts'
import type { ModelReference } from '../domain/messages.ts'
import { modelFiles } from '../domain/model-package.ts'
import type { ModelUnderTest } from '../domain/object-truth.ts'
import type { ModelFolder, Ports } from '../ports.ts'
import { parseCard, sha256 } from './register-model.ts'

/** A model that lies ready on this machine. */
export interface LoadedContender {
  readonly folder: ModelFolder
  /** With the digest of the bytes that lie there, whatever the register says. */
  readonly under: ModelUnderTest
}

/** Lays a registered model's files on this machine while the work goes on. @throws Fault `not-found` */
export async function withContender<T>(
  { models, modelRunner }: Pick<Ports, 'models' | 'modelRunner'>,
  { name, version }: Pick<ModelReference, 'name' | 'version'>,
  work: (contender: LoadedContender) => Promise<T>,
): Promise<T> {
  const of = { name, version }
  const [net, cardBytes] = await Promise.all([models.readFile(of, modelFiles.net), models.readFile(of, modelFiles.card)])
  if (net === undefined || cardBytes === undefined) throw new Fault('not-found', `The files of ${name} ${version}.`)
  const { labels, thresholds } = parseCard(cardBytes)
  const under = { model: { name, version, digest: sha256(net) }, labels, thresholds }
  return modelRunner.withFolder({ [modelFiles.net]: net, [modelFiles.card]: cardBytes }, (folder) => work({ folder, under }))
}
