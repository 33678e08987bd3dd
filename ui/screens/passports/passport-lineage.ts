import type { Answer } from '../../api/call.ts'
import { verdictTones } from '../../decisions/verdict-tones.ts'
import type { Names } from '../../fleet/use-names.ts'
import type { Text } from '../../text/text.ts'
import type { Format } from '../../text/use-format.ts'
import type { Clock } from '../../time/use-clock.ts'
import type { Edge, Lineage, LineageNode } from './lineage.ts'
import { gateTones, modelTones } from './tones.ts'

export type ModelPassport = Answer<'getModelPassport'>

export interface PassportWords {
  readonly text: Text
  readonly format: Format
  readonly clock: Clock
  readonly cameraName: Names['camera']
}

/** From the recordings to the devices: all that stands in a passport, and what came of what. */
export function lineageOfPassport(
  passport: ModelPassport,
  words: PassportWords,
  device?: { id: string; release?: string | undefined },
): Lineage {
  const { columns: names } = words.text.passports
  const taught = passport.taughtBy
  const recordings = recordingNodes(passport, words)
  const incidents = incidentNodes(passport, words)
  const learning = learningNodes(passport, words)
  const model = modelNodes(passport, words, device === undefined)
  const releases = passport.releases.map(
    ({ id, state, images }): LineageNode => ({
      ...{ key: `release ${id}`, kind: 'release', title: id, to: `/releases/${id}`, tone: state === 'ready' ? 'good' : 'plain' },
      note: [words.text.passports.releaseState[state], ...images.map(({ architecture }) => architecture)].join(' · '),
    }),
  )
  const devices = passport.devices.named.map(
    ({ device: id, isConnected }): LineageNode => ({
      ...{ key: `device ${id}`, kind: 'device', title: id, to: `/devices/${id}/passport`, isHere: id === device?.id },
      ...{ note: isConnected ? words.text.fleet.connected : words.text.fleet.notConnected, tone: isConnected ? 'good' : 'warning' },
    }),
  )
  return {
    columns: [
      { name: names.recordings, nodes: recordings, count: taught?.recordings.count ?? 0 },
      { name: names.incidents, nodes: incidents, count: taught?.incidents.count ?? 0 },
      { name: names.learning, nodes: learning, count: learning.length },
      { name: names.model, nodes: model, count: model.length },
      { name: names.releases, nodes: releases, count: releases.length },
      { name: names.devices, nodes: devices, count: passport.devices.count },
    ],
    edges: [...edgesBefore(passport), ...edgesBehind(passport, device)],
  }
}

function recordingNodes({ taughtBy }: ModelPassport, { text, format }: PassportWords): LineageNode[] {
  return (taughtBy?.recordings.named ?? []).map(({ recording, frames }) => ({
    ...{
      key: `recording ${recording}`,
      kind: 'recording',
      title: recording.length > 16 ? `${recording.slice(0, 12)}…` : recording,
      to: `/lineage/recording/${recording}`,
    },
    note: text.passports.pictures(format.number(frames)),
  }))
}

function incidentNodes({ taughtBy, names }: ModelPassport, { text, clock, cameraName }: PassportWords): LineageNode[] {
  return (taughtBy?.incidents.named ?? []).map(({ incident, label, camera, startedAt, verdict, judgedBy }) => ({
    ...{ key: `incident ${incident}`, kind: 'incident', to: `/incidents/${incident}` },
    title:
      label === undefined || camera === undefined || startedAt === undefined
        ? incident
        : `${label} · ${cameraName(camera)} · ${clock.date(startedAt)}`,
    note: [text.words.verdict[verdict ?? 'none'], ...(judgedBy === undefined ? [] : [names[judgedBy] ?? judgedBy])].join(' · '),
    tone: verdictTones[verdict ?? 'none'],
  }))
}

function learningNodes({ taughtBy, run, names }: ModelPassport, { text, format }: PassportWords): LineageNode[] {
  const words = text.passports
  const night = taughtBy?.night
  return [
    ...(night === undefined ? [] : [{ key: 'night', kind: 'night' as const, title: night.id, to: `/nights/${night.id}` }]),
    ...(taughtBy === undefined
      ? []
      : [
          {
            ...{ key: 'dataset', kind: 'dataset' as const, title: taughtBy.dataset.version, to: `/datasets/${taughtBy.dataset.version}` },
            note: words.pictures(format.number(taughtBy.frames.count)),
          },
        ]),
    ...(run === undefined
      ? []
      : [
          {
            ...{ key: 'run', kind: 'run' as const, title: words.runNumber(format.number(run.number)), to: `/runs/${run.id}` },
            note: run.reason === 'policy' ? words.startedByPolicy : words.startedBy(names[run.startedBy] ?? run.startedBy),
          },
        ]),
  ]
}

function modelNodes(
  { model, isChampion, evaluation, approvals, names }: ModelPassport,
  { text }: PassportWords,
  isHere: boolean,
): LineageNode[] {
  const words = text.passports
  return [
    {
      ...{ key: 'model', kind: 'model', title: `${model.name} ${model.version}`, tone: modelTones[model.state], isHere },
      note: [text.datasets.modelState[model.state], ...(isChampion ? [words.champion] : [])].join(' · '),
      to: isHere ? `/models/${model.name}/${model.version}` : `/models/${model.name}/${model.version}/passport`,
    },
    ...(evaluation === undefined
      ? []
      : [
          {
            ...{ key: 'evaluation', kind: 'evaluation' as const, title: words.gate[evaluation.gate.verdict] },
            ...{ tone: gateTones[evaluation.gate.verdict], to: `/evaluations/${evaluation.digest}` },
            note: words.againstChampion(
              evaluation.champion === undefined ? undefined : `${evaluation.champion.name} ${evaluation.champion.version}`,
            ),
          },
        ]),
    ...approvals.map(({ id, state, decisions }) => ({
      ...{ key: `approval ${id}`, kind: 'approval' as const, title: words.approvalState[state], to: `/approvals/${id}` },
      ...{
        tone: state === 'approved' ? ('good' as const) : ('plain' as const),
        note: decisions.map(({ by }) => names[by] ?? by).join(', '),
      },
    })),
  ]
}

function edgesBefore({ taughtBy, run }: ModelPassport): Edge[] {
  const learned = run === undefined ? 'model' : 'run'
  if (taughtBy === undefined) return run === undefined ? [] : [['run', 'model']]
  const named = new Set(taughtBy.incidents.named.flatMap(({ recordings }) => recordings))
  const first = taughtBy.night === undefined ? 'dataset' : 'night'
  return [
    ...taughtBy.incidents.named.flatMap(({ incident, recordings }) =>
      recordings.map((recording): Edge => [`recording ${recording}`, `incident ${incident}`]),
    ),
    ...taughtBy.incidents.named.map(({ incident }): Edge => [`incident ${incident}`, first]),
    // Of no incident: sampled to show what is usual.
    ...taughtBy.recordings.named.flatMap(({ recording }): Edge[] => (named.has(recording) ? [] : [[`recording ${recording}`, first]])),
    ...(taughtBy.night === undefined ? [] : [['night', 'dataset'] as const]),
    ['dataset', learned],
    ...(run === undefined ? [] : [['run', 'model'] as const]),
  ]
}

function edgesBehind(
  { evaluation, approvals, releases, devices }: ModelPassport,
  device?: { id: string; release?: string | undefined },
): Edge[] {
  const proof = evaluation === undefined ? 'model' : 'evaluation'
  const only = releases.length === 1 ? releases[0]?.id : undefined
  const known = new Set(releases.map(({ id }) => id))
  const releaseOf = (id: string) => (id === device?.id && known.has(device.release ?? '') ? device.release : only)
  const asked = new Set(approvals.map(({ id }) => id))
  return [
    ...(evaluation === undefined ? [] : [['model', 'evaluation'] as const]),
    ...approvals.map(({ id }): Edge => [proof, `approval ${id}`]),
    ...releases.map(({ id, approval }): Edge => [asked.has(approval ?? '') ? `approval ${approval}` : 'model', `release ${id}`]),
    ...devices.named.map(({ device: id }): Edge => {
      const release = releaseOf(id)
      return [release === undefined ? 'model' : `release ${release}`, `device ${id}`]
    }),
  ]
}
