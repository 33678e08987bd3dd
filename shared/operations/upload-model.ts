import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { modelFiles } from '../domain/model-package.ts'
import type { Principal } from '../domain/person.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { parseCard, type RegisterPorts, registerModel } from './register-model.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Takes in a model that a person made, as a ZIP of its folder. It is trusted as little as any other.
 *
 * @throws Fault `input-invalid`, `model-invalid`, `model-changed` that name what is wrong
 */
export async function uploadModel(
  ports: RegisterPorts & Pick<Ports, 'rosters' | 'datasets'>,
  person: Principal,
  site: Id,
  zip: Uint8Array,
): Promise<RegisteredModel> {
  requireSite(person, site)
  const { [modelFiles.net]: net, [modelFiles.card]: cardBytes, ...files } = await ports.modelRunner.unpack(zip)
  if (net === undefined || cardBytes === undefined)
    throw new Fault('input-invalid', `The ZIP holds no ${net === undefined ? modelFiles.net : modelFiles.card}.`)
  const card = parseCard(cardBytes)
  // Under a site's own name the runs of that site number their models.
  if (card.name === site || (await ports.rosters.listSites()).some(({ id }) => id === card.name))
    throw new Fault('input-invalid', `name: ${card.name} is kept for models of training runs; give it another one.`)
  const dataset = await datasetOf(ports, site, card.dataset)
  const commit = card.commit === undefined ? {} : { commit: card.commit }
  return registerModel(ports, { net, card, files, about: { site, uploadedBy: person.id, ...commit, ...dataset } })
}

/** What the card calls its dataset may be one of ours. */
async function datasetOf({ datasets }: Pick<Ports, 'datasets'>, site: Id, name: string): Promise<Pick<RegisteredModel, 'dataset'>> {
  if (!/^ds-[0-9a-f]{16}$/.test(name)) return {}
  return (await datasets.find(name))?.site === site ? { dataset: name } : {}
}
