import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOciImageRegistry } from '../../shared/adapters/oci-image-registry.ts'
import { writeZip } from '../../shared/adapters/zip-writer.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import type { Release } from '../../shared/domain/release.ts'
import type { Api, SendZip } from './api.ts'
import { type PushedRuntime, pushRuntime } from './push-runtime.ts'

export interface CommissioningPlan {
  /** As people with these roles. */
  readonly engineer: Api
  readonly sendAsScientist: SendZip
  readonly site: string
  readonly device: string
  readonly runtime: PushedRuntime
  /** `host:port`, as it is now: another `--port` is another registry. */
  readonly registry: string
  /** Folder of a model; undefined = the site begins without one. */
  readonly model: string | undefined
}

/** Puts the code of the edge module into the registry of this machine; code that is there already costs a question. */
export function pushRuntimeOf(root: string, registryUrl: string): Promise<PushedRuntime> {
  return pushRuntime(createOciImageRegistry({ url: registryUrl }), root)
}

/**
 * Takes a new site into service as the people of a plant would: a runtime, a first model, a standing deployment of both.
 * A site that has been is left alone, but for its code and its registry: where one has changed there is a new base, with the
 * model in force.
 *
 * @returns whether the site is new
 *
 * @returns whether the site is new
 */
export async function commission(plan: CommissioningPlan): Promise<boolean> {
  const { engineer, sendAsScientist, site, model } = plan
  const { version, repository, images } = plan.runtime
  const { items } = await engineer.get<{ items: readonly Release[] }>(`releases?site=${site}&limit=100`)
  const [base] = items.filter(({ commissionedBy, state }) => commissionedBy !== undefined && state !== 'failed' && state !== 'revoked')
  if (base?.runtime === version && (await pullsFrom(plan))) return false
  await engineer.put(`runtimes/${version}`, { repository, images })
  const inForce = base === undefined ? await upload(sendAsScientist, site, model) : await findChampion(engineer, site)
  const wanted = inForce && { model: { name: inForce.name, version: inForce.version } }
  await engineer.post(`sites/${site}/commissioning`, { runtime: version, ...wanted })
  return base === undefined
}

/** Whether what the device is told to run lies in the registry of this start. */
async function pullsFrom({ engineer, device, registry }: CommissioningPlan): Promise<boolean> {
  const { desired } = await engineer.get<{ desired?: { image?: string } }>(`devices/${device}/passport`)
  return desired?.image?.startsWith(`${registry}/`) ?? false
}

type ModelName = Pick<RegisteredModel, 'name' | 'version'>

async function upload(send: SendZip, site: string, folder: string | undefined): Promise<ModelName | undefined> {
  return folder === undefined ? undefined : send<RegisteredModel>(`sites/${site}/models`, await zipFolder(folder))
}

async function findChampion(api: Api, site: string): Promise<ModelName | undefined> {
  const { items } = await api.get<{ items: readonly ModelName[] }>(`models?site=${site}&limit=100`)
  for (const { name, version } of items) {
    if ((await api.get<{ isChampion: boolean }>(`models/${name}/${version}`)).isChampion) return { name, version }
  }
  return undefined
}

const optionalFiles = ['metrics.json']

async function zipFolder(folder: string): Promise<Uint8Array> {
  const names = [modelFiles.net, modelFiles.card, ...optionalFiles].filter((name) => existsSync(join(folder, name)))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeZip(entriesOf(folder, names))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* entriesOf(folder: string, names: readonly string[]) {
  for (const path of names) yield { path, isCompressed: true, content: contentOf(join(folder, path)) }
}

async function* contentOf(file: string) {
  yield readFileSync(file)
}
