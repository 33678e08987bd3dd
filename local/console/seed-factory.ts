import { isDeepStrictEqual } from 'node:util'
import type { Camera } from '../../shared/domain/fleet.ts'
import type { Id } from '../../shared/domain/ids.ts'
import { laptopPeople } from '../sign-in/people.ts'
import type { Api } from './api.ts'
import { type Factory, isOfCommandLine } from './factory.ts'

interface Listed {
  readonly items: readonly { readonly id: Id }[]
}

/**
 * Sets the factory up through the product's own API. What is there already stays as people have made it; only the
 * cameras always follow the command line, because their addresses do.
 */
export async function seedFactory(api: Api, factory: Factory): Promise<void> {
  const { site, device } = factory
  const people = await api.get<Listed>('people')
  for (const { id, name } of laptopPeople.filter((person) => !people.items.some((one) => one.id === person.id))) {
    await api.put(`people/${id}`, { name, sites: 'all' })
  }
  const isNew = !(await api.get<Listed>('sites')).items.some(({ id }) => id === site.id)
  if (isNew) {
    await api.put(`sites/${site.id}`, withoutKeys(site))
    for (const recipient of factory.recipients) await api.put(`sites/${site.id}/recipients/${recipient.id}`, withoutKeys(recipient))
  }
  // Always: a hub whose folder was lost gets its identities back.
  await api.put(`sites/${site.id}/devices/${device.id}`, withoutKeys(device))
  await followCameras(api, factory)
  const rules = await api.get<Listed>(`sites/${site.id}/rules`)
  for (const rule of factory.rules.filter(({ id }) => !rules.items.some((one) => one.id === id))) {
    await api.put(`sites/${site.id}/rules/${rule.id}`, withoutKeys(rule))
  }
}

async function followCameras(api: Api, { site, device, cameras }: Factory): Promise<void> {
  const path = `sites/${site.id}/cameras`
  const { items } = await api.get<{ items: readonly Camera[] }>(path)
  for (const wanted of cameras) {
    const present = items.find(({ id }) => id === wanted.id)
    if (!isDeepStrictEqual(present?.settings.source, wanted.settings.source)) {
      // Frame rate and the like stay as somebody may have set them.
      const settings = { ...wanted.settings, ...present?.settings, source: wanted.settings.source }
      await api.put(`${path}/${wanted.id}`, withoutKeys({ ...wanted, name: present?.name ?? wanted.name, settings }))
    }
  }
  // Those that another command line gave; what people added stays theirs.
  for (const old of items.filter(
    ({ id, device: of }) => of === device.id && isOfCommandLine(id) && !cameras.some((one) => one.id === id),
  )) {
    await api.remove(`${path}/${old.id}`)
  }
}

/** The address says what a thing is; the body says the rest. */
function withoutKeys(thing: object): object {
  const { id: _, site: __, ...rest } = thing as { id?: unknown; site?: unknown }
  return rest
}
