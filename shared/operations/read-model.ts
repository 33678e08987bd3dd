import type { Evaluation } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { ModelCard } from '../domain/model-card.ts'
import { modelFiles } from '../domain/model-package.ts'
import type { Page } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import { isInForce, type RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { parseCard } from './register-model.ts'

const linkMinutes = 10

/** @throws Fault `not-found` where there is none, or not for this person */
export async function findModel({ models }: Pick<Ports, 'models'>, person: Principal, name: Id, version: string): Promise<RegisteredModel> {
  const model = (await models.find(name, version))?.value
  if (model === undefined || !coversSite(person, model.site)) throw new Fault('not-found')
  return model
}

/** The register, newest first; each model with whether it is the one in force at its site. */
export async function listModels(
  { models }: Pick<Ports, 'models'>,
  query: { readonly sites: readonly Id[]; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<RegisteredModel & { readonly isChampion: boolean }>> {
  const { items, cursor } = await models.list(query)
  const sites = [...new Set(items.map(({ site }) => site))]
  const champions = new Map(await Promise.all(sites.map(async (site) => [site, await models.champion(site)] as const)))
  return { items: items.map((model) => ({ ...model, isChampion: isInForce(model, champions.get(model.site)?.value) })), cursor }
}

/** A model with its card, and whether it is the one in force. */
export async function readModel(
  ports: Pick<Ports, 'models'>,
  person: Principal,
  name: Id,
  version: string,
): Promise<RegisteredModel & { isChampion: boolean; card: ModelCard }> {
  const model = await findModel(ports, person, name, version)
  const [card, champion] = await Promise.all([ports.models.readFile(model, modelFiles.card), ports.models.champion(model.site)])
  if (card === undefined) throw new Fault('not-found', 'Its files are not stored yet.')
  return { ...model, isChampion: isInForce(model, champion?.value), card: parseCard(card) }
}

/** A link to one of a model's files. Whoever gets one is on the audit chain before it exists: weights are worth stealing. */
export async function linkModelFile(
  ports: Pick<Ports, 'models' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  { name, version, file }: { name: Id; version: string; file: string },
): Promise<{ url: string; expiresAt: string }> {
  const model = await findModel(ports, person, name, version)
  const now = ports.clock()
  await ports.audit.append(model.site, {
    ...{ at: now.toISOString(), who: person.id, action: 'model-downloaded', subject: `model/${name}/${version}` },
    detail: { file, digest: model.digest },
  })
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  return { url: await ports.links.link('models', `${name}/${version}/${file}`, expiresAt), expiresAt }
}

/** @throws Fault `not-found` where there is none, or not for this person */
export async function findEvaluation({ evaluations }: Pick<Ports, 'evaluations'>, person: Principal, digest: string): Promise<Evaluation> {
  const evaluation = await evaluations.find(digest)
  if (evaluation === undefined || !coversSite(person, evaluation.site)) throw new Fault('not-found')
  return evaluation
}
