import { describeArchive } from '../domain/describe-archive.ts'
import type { ModelReference } from '../domain/messages.ts'
import type { Recording } from '../domain/recording.ts'
import type { Ports } from '../ports.ts'
import { overlappingIncidents } from './overlapping-incidents.ts'

/** Writes what is known of an archived video beside it. Nothing is written where nothing changed since. */
export async function refreshSidecar(
  ports: Pick<Ports, 'videoArchive' | 'rosters' | 'fleet' | 'incidents' | 'inferences'>,
  recording: Recording,
): Promise<void> {
  const { site, camera } = recording
  const [roster, cameras, incidents, models] = await Promise.all([
    ports.rosters.find(site),
    ports.fleet.cameras(site),
    overlappingIncidents(ports, recording),
    modelsOf(ports, recording),
  ])
  const sidecar = describeArchive({
    ...{ recording, models },
    siteName: roster?.site.name ?? site,
    timeZone: roster?.site.timeZone ?? 'UTC',
    cameraName: roster?.cameraNames[camera] ?? cameras.find(({ id }) => id === camera)?.name ?? camera,
    incidents: await Promise.all(incidents.map(async (incident) => ({ incident, entries: await ports.incidents.entries(incident.id) }))),
  })
  await ports.videoArchive.writeSidecar(sidecar)
}

/** The models that looked at the video; those that saw an incident are among them. */
async function modelsOf({ inferences }: Pick<Ports, 'inferences'>, { site, camera, startedAt, endedAt }: Recording) {
  const models = new Map<string, ModelReference>()
  for await (const { message } of inferences.read({ site, camera, from: startedAt, to: endedAt }))
    models.set(message.model.digest, message.model)
  return [...models.values()]
}
