import type { Answer } from '../../api/call.ts'
import type { Text } from '../../text/text.ts'
import type { Format } from '../../text/use-format.ts'
import type { Edge, Lineage, LineageNode } from './lineage.ts'
import { modelTones } from './tones.ts'

type Learned = Answer<'getIncidentLineage'>

/** Forward from where one stands: datasets, models, devices. */
export function learnedLineage(
  { datasets, models, devices }: Learned,
  origin: LineageNode | undefined,
  { text, format }: { readonly text: Text; readonly format: Format },
): Lineage {
  const { columns: names, pictures } = text.passports
  const edges: Edge[] = [
    ...(origin === undefined ? [] : datasets.named.map(({ version }): Edge => [origin.key, `dataset ${version}`])),
    ...models.named.map(({ dataset, digest }): Edge => [`dataset ${dataset}`, `model ${digest}`]),
    ...devices.named.map(({ device, model }): Edge => [`model ${model.digest}`, `device ${device}`]),
  ]
  return {
    columns: [
      { name: names.origin, nodes: origin === undefined ? [] : [origin], count: 1 },
      {
        name: names.datasets,
        count: datasets.count,
        nodes: datasets.named.map(({ version, frames }) => ({
          ...{ key: `dataset ${version}`, kind: 'dataset', title: version, note: pictures(format.number(frames)) },
          ...{ to: `/datasets/${version}`, isHere: origin === undefined },
        })),
      },
      {
        name: names.models,
        count: models.count,
        nodes: models.named.map(({ name, version, digest, state }) => ({
          ...{ key: `model ${digest}`, kind: 'model', title: `${name} ${version}`, note: text.datasets.modelState[state] },
          ...{ tone: modelTones[state], to: `/models/${name}/${version}/passport` },
        })),
      },
      {
        name: names.devices,
        count: devices.count,
        nodes: devices.named.map(({ device, model }) => ({
          ...{ key: `device ${device}`, kind: 'device', title: device, note: `${model.name} ${model.version}` },
          ...{ to: `/devices/${device}/passport`, tone: 'good' },
        })),
      },
    ],
    edges,
  }
}
