import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import { type ModelSignature, modelFiles } from '../domain/model-package.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { type SignPorts, signModel } from './sign-model.ts'

export type ReleaseModelPorts = SignPorts & Pick<Ports, 'approvals'>

export interface PackedModel {
  /** By name, as devices take them. */
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly signature: ModelSignature
}

/**
 * The model of a release with the signature that its decision gave it. The same release gives the same bytes, so every
 * step may ask anew.
 *
 * @throws Fault `model-revoked`, `not-found`
 */
export async function releaseModel(ports: ReleaseModelPorts, release: Release): Promise<PackedModel | undefined> {
  const { site, model, approval: approvalId } = release
  if (model === undefined) return undefined
  const approval = approvalId === undefined ? undefined : (await ports.approvals.find(site, approvalId))?.value
  const request = { site, name: model.name, version: model.version, approval: approvalId ?? release.id, evaluation: approval?.evaluation }
  const signature = await signModel(ports, request)
  if (signature.statement.model.digest !== model.digest)
    throw new Fault('model-changed', `${model.name} ${model.version} is not the model that was approved.`)
  const [net, card, selfTest] = await Promise.all(
    [modelFiles.net, modelFiles.card, modelFiles.selfTest].map((file) => ports.models.readFile(model, file)),
  )
  if (net === undefined || card === undefined || selfTest === undefined)
    throw new Fault('not-found', `The files of ${model.name} ${model.version} are not complete.`)
  const sealed = new TextEncoder().encode(canonicalJson(signature))
  return {
    files: { [modelFiles.net]: net, [modelFiles.card]: card, [modelFiles.selfTest]: selfTest, [modelFiles.signature]: sealed },
    signature,
  }
}
