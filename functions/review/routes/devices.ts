import { z } from 'zod'
import { CameraPicture } from '../../../shared/domain/camera-picture.ts'
import { CameraSample } from '../../../shared/domain/camera-samples.ts'
import { DeviceCondition } from '../../../shared/domain/device-condition.ts'
import { CameraSettings } from '../../../shared/domain/edge-settings.ts'
import { HealthSample } from '../../../shared/domain/health-samples.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { Rule } from '../../../shared/domain/rule.ts'
import { RulePreview } from '../../../shared/domain/rule-preview.ts'
import { acceptPicture } from '../../../shared/operations/accept-picture.ts'
import { previewRule } from '../../../shared/operations/preview-rule.ts'
import { readCameraHealth } from '../../../shared/operations/read-camera-health.ts'
import { readDeviceHealth } from '../../../shared/operations/read-device-health.ts'
import { readFleet } from '../../../shared/operations/read-fleet.ts'
import { reloadDevice } from '../../../shared/operations/reload-device.ts'
import { showCamera, trySource } from '../../../shared/operations/show-camera.ts'
import { route } from '../route.ts'
import { IdParams, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

/** Pixels. A small picture costs a small link; the device makes it no larger than its camera's. */
const MaxWidth = z.int().min(160).max(1920).default(1280)

/** How devices are now, and what can be asked of them at once. */
export const deviceRoutes = [
  route({
    name: 'readFleet',
    method: 'GET',
    path: 'sites/{site}/fleet',
    summary: 'Every device of a site as it is now: connection, release, module and health. Without IoT Hub it says so, and tells the rest.',
    roles: viewers,
    params: SiteParams,
    answer: z.object({ items: z.array(DeviceCondition), isHubThere: z.boolean() }),
    run: (ports, { person, params }) => readFleet(ports, person, params.site),
  }),
  route({
    name: 'readDeviceHealth',
    method: 'GET',
    path: 'devices/{id}/health',
    summary: 'How a device was over a time of at most a week, in at most 400 samples; of each stretch the worst.',
    roles: viewers,
    params: IdParams,
    query: z.strictObject({ from: Instant, to: Instant }),
    answer: z.object({ items: z.array(HealthSample) }),
    run: async (ports, { person, params, query }) => ({ items: await readDeviceHealth(ports, person, params.id, query) }),
  }),
  route({
    name: 'reloadDevice',
    method: 'POST',
    path: 'devices/{id}/reload',
    summary: 'Has a device restart a camera; without one it reads its model again and restarts them all.',
    roles: ['iot-engineer'],
    params: IdParams,
    body: z.strictObject({ camera: Id.optional() }),
    answer: z.undefined(),
    status: 204,
    run: (ports, { person, params, body }) => reloadDevice(ports, person, params.id, body.camera),
  }),
  route({
    name: 'showCamera',
    method: 'POST',
    path: 'sites/{site}/cameras/{id}/picture',
    summary: 'What a camera sees now, asked of its device. Looking is audited, once in ten minutes.',
    roles: viewers,
    counts: 'reads',
    params: z.strictObject({ site: Id, id: Id }),
    body: z.strictObject({ maxWidth: MaxWidth }),
    answer: CameraPicture,
    run: (ports, { person, params, body }) => showCamera(ports, person, params.site, params.id, body.maxWidth),
  }),
  route({
    name: 'readCameraHealth',
    method: 'GET',
    path: 'sites/{site}/cameras/{id}/health',
    summary: 'How bright, sharp and lively a camera was between two moments, and what was wrong with it, as at most 288 samples.',
    roles: viewers,
    params: z.strictObject({ site: Id, id: Id }),
    query: z.strictObject({ from: Instant, to: Instant }),
    answer: z.object({ items: z.array(CameraSample) }),
    run: async (ports, { person, params, query }) => ({ items: await readCameraHealth(ports, person, params, query) }),
  }),
  route({
    name: 'acceptPicture',
    method: 'POST',
    path: 'sites/{site}/cameras/{id}/usual-picture',
    summary:
      'What a camera shows now is how it should be: its device learns anew how it usually looks, and what came of the comparison ends.',
    roles: ['iot-engineer'],
    params: z.strictObject({ site: Id, id: Id }),
    answer: z.undefined(),
    status: 204,
    run: (ports, { person, params }) => acceptPicture(ports, person, params.site, params.id),
  }),
  route({
    name: 'trySource',
    method: 'POST',
    path: 'devices/{id}/picture',
    summary: 'The first picture of a source, asked of a device before a camera is set up with it.',
    roles: ['iot-engineer'],
    params: IdParams,
    body: z.strictObject({ ...CameraSettings.pick({ source: true, credentials: true }).shape, maxWidth: MaxWidth }),
    answer: CameraPicture,
    run: (ports, { person, params, body: { maxWidth, ...source } }) => trySource(ports, person, params.id, source, maxWidth),
  }),
  route({
    name: 'previewRule',
    method: 'POST',
    path: 'sites/{site}/rules/preview',
    summary: 'What a rule that is not in force yet would have made of the last minutes of its camera.',
    roles: viewers,
    counts: 'reads',
    params: SiteParams,
    body: z.strictObject({ rule: Rule, minutes: z.number().min(0.1).max(10).default(5) }),
    answer: RulePreview,
    run: (ports, { person, params, body }) => previewRule(ports, person, { site: params.site, ...body }),
  }),
]
