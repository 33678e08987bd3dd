import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { Camera, Device, SiteRule } from '../../../shared/domain/fleet.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { HealthMessage } from '../../../shared/domain/messages.ts'
import { coversSite, type Role } from '../../../shared/domain/person.ts'
import { FreeText } from '../../../shared/domain/verdict.ts'
import { removeDevice } from '../../../shared/operations/remove-device.ts'
import { removeCamera, removeRule, saveCamera, saveDevice, saveRule } from '../../../shared/operations/save-fleet.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const owners: readonly Role[] = ['iot-engineer']

const SitePart = z.strictObject({ site: Id, id: Id })
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })
const None = z.undefined()

const DeviceDetail = Device.extend({
  isConnected: z.boolean(),
  /** What the device made of the newest settings; `pending` until it says. */
  settings: z.object({ status: z.enum(['applied', 'refused', 'pending']), problem: z.string().optional() }),
  health: z.object({ receivedAt: Instant, message: HealthMessage }).optional(),
})

export const fleetRoutes = [
  route({
    name: 'listDevices',
    method: 'GET',
    path: 'sites/{site}/devices',
    summary: 'The devices of a site.',
    roles: viewers,
    params: SiteParams,
    answer: listOf(Device),
    run: async (ports, { person, params }) => {
      requireSite(person, params.site)
      return { items: (await ports.devices.list()).filter(({ site }) => site === params.site) }
    },
  }),
  route({
    name: 'getDevice',
    method: 'GET',
    path: 'devices/{id}',
    summary: 'A device: connection, settings and health as it last said.',
    roles: viewers,
    params: z.strictObject({ id: Id }),
    answer: DeviceDetail,
    run: async (ports, { person, params: { id } }) => {
      const device = await ports.devices.find(id)
      if (device === undefined || !coversSite(person, device.site)) throw new Fault('not-found')
      const [twin, health] = await Promise.all([ports.twins.read(id), ports.devices.health(id)])
      const reported = twin?.reported
      const isNewest = reported !== undefined && reported.version === twin?.desired
      return {
        ...device,
        isConnected: twin?.isConnected ?? false,
        settings: isNewest ? { status: reported.status, problem: reported.problem } : { status: 'pending' },
        health: health && { receivedAt: health.receivedAt, message: health.message },
      }
    },
  }),
  route({
    name: 'saveDevice',
    method: 'PUT',
    path: 'sites/{site}/devices/{id}',
    summary: 'Adds a device (with its identities in IoT Hub) or renames it.',
    roles: owners,
    params: SitePart,
    body: Device.omit({ id: true, site: true }),
    answer: Device,
    run: (ports, { person, params, body }) => saveDevice(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'removeDevice',
    method: 'POST',
    path: 'sites/{site}/devices/{id}/removal',
    summary: 'Takes a device without cameras out of the fleet, with its identities in IoT Hub. What it saw stays.',
    roles: owners,
    params: SitePart,
    body: z.strictObject({ reason: FreeText }),
    answer: None,
    status: 204,
    run: (ports, { person, params, body }) => removeDevice(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'listCameras',
    method: 'GET',
    path: 'sites/{site}/cameras',
    summary: 'The cameras of a site.',
    roles: viewers,
    params: SiteParams,
    answer: listOf(Camera),
    run: async (ports, { person, params }) => ({ items: await ports.fleet.cameras(requireSite(person, params.site)) }),
  }),
  route({
    name: 'saveCamera',
    method: 'PUT',
    path: 'sites/{site}/cameras/{id}',
    summary: 'Adds or changes a camera; its device hears of it through its twin.',
    roles: owners,
    params: SitePart,
    body: Camera.omit({ id: true, site: true }),
    answer: Camera,
    run: (ports, { person, params, body }) => saveCamera(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'removeCamera',
    method: 'DELETE',
    path: 'sites/{site}/cameras/{id}',
    summary: 'Takes a camera away from its device. What it saw stays.',
    roles: owners,
    params: SitePart,
    answer: None,
    status: 204,
    run: (ports, { person, params }) => removeCamera(ports, person, params.site, params.id),
  }),
  route({
    name: 'listRules',
    method: 'GET',
    path: 'sites/{site}/rules',
    summary: 'The rules of a site.',
    roles: viewers,
    params: SiteParams,
    answer: listOf(SiteRule),
    run: async (ports, { person, params }) => ({ items: await ports.fleet.rules(requireSite(person, params.site)) }),
  }),
  route({
    name: 'saveRule',
    method: 'PUT',
    path: 'sites/{site}/rules/{id}',
    summary: 'Adds or changes a rule; the device of its camera hears of it.',
    roles: owners,
    params: SitePart,
    body: SiteRule.omit({ id: true, site: true }),
    answer: SiteRule,
    run: (ports, { person, params, body }) => saveRule(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'removeRule',
    method: 'DELETE',
    path: 'sites/{site}/rules/{id}',
    summary: 'Takes a rule away. Incidents that it raised stay.',
    roles: owners,
    params: SitePart,
    answer: None,
    status: 204,
    run: (ports, { person, params }) => removeRule(ports, person, params.site, params.id),
  }),
]
