import type { DatasetVersion } from '../domain/dataset.ts'
import { standingVerdict } from '../domain/decide.ts'
import type { Id } from '../domain/ids.ts'
import { type DatasetTrace, mostNamed, type Part } from '../domain/passport.ts'
import type { Ports } from '../ports.ts'
import { readLineage } from './trace-dataset.ts'

export type TeacherPorts = Pick<Ports, 'datasets' | 'incidents'>

/** What taught a model, and who: some of each by name. Undefined for a dataset that is not among ours. */
export async function traceTeachers(
  ports: TeacherPorts,
  version: DatasetVersion,
): Promise<{ trace: DatasetTrace; people: readonly Part[] } | undefined> {
  const [entry, lineage] = await Promise.all([ports.datasets.find(version), readLineage(ports, version)])
  if (entry === undefined || lineage === undefined) return undefined
  const incidents = await Promise.all(lineage.incidents.slice(0, mostNamed).map((incident) => describeIncident(ports, incident)))
  const verdictsOf = (verdict: string | undefined) => incidents.filter((one) => one.verdict === verdict).length
  const trace: DatasetTrace = {
    dataset: { ...entry, link: `/api/datasets/${version}` },
    ...(entry.night !== undefined && { night: { id: entry.night, link: `/api/nights/${entry.night}` } }),
    frames: { count: lineage.frames, named: lineage.samples.map((sample) => ({ ...sample, link: `/api/frames/${sample.frame}` })) },
    incidents: { count: lineage.incidents.length, named: incidents },
    recordings: {
      count: lineage.recordings.length,
      named: lineage.recordings
        .slice(0, mostNamed)
        .map(({ recording, frames }) => ({ recording, frames, link: `/api/recordings/${recording}` })),
    },
    verdicts: {
      ...{ confirmed: verdictsOf('confirmed'), rejected: verdictsOf('rejected') },
      ...{ inconclusive: verdictsOf('inconclusive'), none: verdictsOf(undefined) },
    },
  }
  const judges = new Set(incidents.flatMap(({ judgedBy }) => (judgedBy === undefined ? [] : [judgedBy])))
  const people: Part[] = [
    ...lineage.people.map((who): Part => ({ who, part: 'labelled' })),
    ...[...judges].sort().map((who): Part => ({ who, part: 'judged' })),
  ]
  return { trace, people }
}

async function describeIncident({ incidents }: TeacherPorts, incident: Id): Promise<DatasetTrace['incidents']['named'][number]> {
  const [found, entries] = await Promise.all([incidents.find(incident), incidents.entries(incident)])
  const verdict = standingVerdict(entries)
  return {
    ...{ incident, recordings: [...(found?.value.recordings ?? [])], link: `/api/incidents/${incident}` },
    ...(found !== undefined && { camera: found.value.camera, label: found.value.label, startedAt: found.value.startedAt }),
    ...(verdict !== undefined && { verdict: verdict.verdict, judgedBy: verdict.who }),
  }
}
