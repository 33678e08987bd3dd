import { compareLoads } from '../domain/compare-loads.ts'
import type { DeviceState } from '../domain/device-state.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { DeviceLoad, DevicePassport } from '../domain/passport.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { namesOf } from './names-of.ts'
import { commissionersOf, describeModel, type PassportPorts, releaseLink } from './read-model-passport.ts'

export type DevicePassportPorts = PassportPorts & Pick<Ports, 'devices'>

/** Releases that are looked through for the one with an image. */
const mostReleases = 100

/**
 * Which model runs in a device, what taught it and who approved it, in one call; beside it what the device should run.
 *
 * @throws Fault `not-found` where there is no such device, or not for this person; `iot-hub-unavailable`
 */
export async function readDevicePassport(ports: DevicePassportPorts, person: Principal, id: Id): Promise<DevicePassport> {
  const device = await ports.devices.find(id)
  if (device === undefined || !coversSite(person, device.site)) throw new Fault('not-found')
  const { site, name } = device
  const [state, health] = await Promise.all([ports.deviceStates.read(id), ports.devices.health(id)])
  const [desired, actual] = await Promise.all([desiredOf(ports, site, state), actualOf(ports, site, state)])
  const digest = actual.model?.digest
  const model = await modelOf(ports, site, digest)
  const described = model && (await describeModel(ports, model, await ports.deviceStates.list(site)))
  const { architecture, isConnected = false } = state ?? {}
  return {
    device: { id, site, name, isConnected, ...(architecture !== undefined && { architecture }), link: `/api/devices/${id}` },
    desired,
    actual,
    mismatches: [...compareLoads(desired, actual, { isConnected, refused: state?.module?.refused, lastDesired: state?.lastDesired })],
    ...(health !== undefined && {
      health: { at: health.receivedAt, state: health.message.state, moduleVersion: health.message.moduleVersion },
    }),
    ...(described !== undefined && { model: described }),
    names: { ...(await namesOf(ports, commissionersOf([desired.release, actual.release]))), ...described?.names },
  }
}

/** By its tag while a rollout is under way, otherwise what is in force at the site. */
async function desiredOf(ports: DevicePassportPorts, site: Id, state: DeviceState | undefined): Promise<DeviceLoad> {
  const tag = state?.tags['release']
  const champion = (await ports.models.champion(site))?.value
  const id = typeof tag === 'string' ? tag : champion?.release
  const release = id === undefined ? await releaseOfImage(ports, site, state?.desiredImage) : (await ports.releases.find(site, id))?.value
  const model = release?.model ?? (await modelOf(ports, site, state?.desiredModel)) ?? champion?.model
  return loadOf(state?.desiredImage, release, model)
}

async function modelOf({ models }: DevicePassportPorts, site: Id, digest: string | undefined): Promise<RegisteredModel | undefined> {
  return digest === undefined ? undefined : (await models.ofDigest(digest)).find((one) => one.site === site)
}

/** The model's own word goes first: one that came alone, without an image, is in an image of another release. */
async function actualOf(ports: DevicePassportPorts, site: Id, state: DeviceState | undefined): Promise<DeviceLoad> {
  const image = state?.image
  const model = state?.module?.model
  const ofModel = model === undefined ? [] : (await ports.releases.ofModel(model.digest)).filter((one) => one.site === site)
  const release = ofModel.find((one) => isIn(one, image)) ?? ofModel[0] ?? (await releaseOfImage(ports, site, image))
  return loadOf(image, release, model)
}

async function releaseOfImage(ports: DevicePassportPorts, site: Id, image: string | undefined): Promise<Release | undefined> {
  if (image === undefined) return undefined
  const { items } = await ports.releases.list({ sites: [site], limit: mostReleases })
  return items.find((release) => isIn(release, image))
}

/** Deployments name an image by its digest, or the index over those of all architectures. */
function isIn({ index, images }: Release, image: string | undefined): boolean {
  const digest = image?.split('@')[1]
  return digest !== undefined && (digest === index || images.some((one) => one.digest === digest))
}

function loadOf(image: string | undefined, release: Release | undefined, model: DeviceLoad['model']): DeviceLoad {
  return {
    ...(image !== undefined && { image }),
    ...(release !== undefined && { release: releaseLink(release) }),
    ...(model !== undefined && { model: { name: model.name, version: model.version, digest: model.digest } }),
  }
}
