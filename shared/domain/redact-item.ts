import { type Box, clampBox } from './box.ts'
import type { CompliancePolicy, LeavingField } from './compliance-policy.ts'
import { isPerson, masksOf, type Treatment } from './decide-compliance.ts'
import type { ItemSource } from './describe-item.ts'
import type { Detection } from './detection.ts'
import type { Id } from './ids.ts'
import type { InferenceMessage } from './messages.ts'

/** The least that a box is made larger by, as a share of the picture: JPEG lets colours run into their neighbours. */
const leastMargin = 0.02

/**
 * What leaves of an item that is no picture. It is put together from what may leave, field by field; nothing is copied
 * and then taken out again.
 */
export function redactItem(
  source: Exclude<ItemSource, { kind: 'snapshot' }>,
  site: Id,
  policy: CompliancePolicy,
  { fields, people }: Treatment,
): object {
  const may = (field: LeavingField) => fields.includes(field)
  const seen = (detections: readonly Detection[]) => detections.filter(({ label }) => !isPerson(policy, label)).map((one) => pick(one, may))
  switch (source.kind) {
    case 'inferences': {
      const frames = source.messages.flatMap((message) =>
        framesOf(message, may, seen, (frame) => people === 'drop' && shows(policy, frame)),
      )
      return { kind: source.kind, site, at: source.at, ...(may('camera') && { camera: source.camera }), frames }
    }
    case 'incident': {
      const { startedAt, endedAt, phase, isLate, camera, device, rule, label, severity, model, peak } = source.incident
      const isAboutPeople = isPerson(policy, label) || isPerson(policy, peak.detection.label)
      return {
        ...{ kind: source.kind, site, startedAt, endedAt, phase, isLate },
        ...(may('camera') && { camera }),
        ...(may('device') && { device }),
        ...(may('rule') && { rule }),
        ...(may('label') && { label }),
        ...(may('severity') && { severity }),
        ...(may('model') && { model: nameOf(model) }),
        ...(may('timing') && { peakAt: peak.at }),
        // That there was an incident with a person may be told; where the person was may not.
        ...(!isAboutPeople && pick(peak.detection, (field) => field !== 'label' && may(field))),
      }
    }
    case 'score': {
      const { camera, device, model, width, height, inferenceMs, detections, anomaly } = source.message
      return {
        ...{ kind: source.kind, site, at: source.at, detections: seen(detections), anomaly },
        ...(may('camera') && { camera }),
        ...(may('device') && { device }),
        ...(may('model') && { model: nameOf(model) }),
        ...(may('size') && { width, height }),
        ...(may('timing') && { inferenceMs }),
      }
    }
    case 'anomaly': {
      const { at, until, measure, cameras, rule, label, observed, expected, low, high } = source.anomaly
      return {
        ...{ kind: source.kind, site, at, until, measure, observed, expected, low, high },
        ...(may('camera') && { cameras }),
        ...(may('rule') && { rule }),
        ...(may('label') && label !== undefined && !isPerson(policy, label) && { label }),
      }
    }
  }
}

/** What must be filled on a picture: people as the model saw them, made larger, and the masks of its camera. */
export function regionsToCover({ sightings, camera }: Extract<ItemSource, { kind: 'snapshot' }>, policy: CompliancePolicy): Box[] {
  const people = sightings.detections.filter(({ label }) => isPerson(policy, label))
  return [...people.map(({ box }) => enlarge(box, policy.people.marginShare)), ...masksOf(policy, camera)]
}

function enlarge({ left, top, width, height }: Box, share: number): Box {
  const [x, y] = [Math.max(leastMargin, width * share), Math.max(leastMargin, height * share)]
  return clampBox({ left: left - x, top: top - y, width: width + 2 * x, height: height + 2 * y })
}

function framesOf(
  { frames, device, model }: InferenceMessage,
  may: (field: LeavingField) => boolean,
  seen: (detections: readonly Detection[]) => object[],
  isDropped: (detections: readonly Detection[]) => boolean,
): object[] {
  return frames
    .filter(({ detections }) => !isDropped(detections))
    .map(({ at, width, height, ptsMs, inferenceMs, detections }) => ({
      ...{ at, detections: seen(detections) },
      ...(may('device') && { device }),
      ...(may('model') && { model: nameOf(model) }),
      ...(may('size') && { width, height }),
      ...(may('timing') && { ptsMs, inferenceMs }),
    }))
}

const shows = (policy: CompliancePolicy, detections: readonly Detection[]) => detections.some(({ label }) => isPerson(policy, label))

function pick({ label, confidence, box, track }: Detection, may: (field: LeavingField) => boolean): object {
  return {
    ...(may('label') && { label }),
    ...(may('confidence') && { confidence }),
    ...(may('box') && { box }),
    ...(may('track') && track !== undefined && { track }),
  }
}

const nameOf = ({ name, version }: InferenceMessage['model']) => ({ name, version })
