import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import { evidenceIncident, evidenceReadme, readableJson } from '../domain/describe-evidence.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { Principal } from '../domain/person.ts'
import type { Recording } from '../domain/recording.ts'
import type { EvidenceFile, Ports } from '../ports.ts'
import { collect } from './collect.ts'
import { findIncident } from './find-incident.ts'
import { type MediaLink, openFor } from './link-media.ts'
import { cutStretch, maxClipMinutes } from './make-clip.ts'
import { readDecisionChain } from './read-decision-chain.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'

/** Video around the incident, in seconds. */
const rollSeconds = 10
/** Of an incident that lasts longer, so many clips are shown; the recordings are all named. */
const maxClips = 6

type EvidencePorts = Pick<Ports, 'incidents' | 'recordings' | 'clips' | 'evidence' | 'videoArchive' | 'links' | 'audit' | 'clock'>

interface HashedFile {
  readonly file: EvidenceFile
  readonly sha256: string
}

/**
 * Puts all that there is about an incident into one ZIP that can be checked without us. Its name is the hash of its list
 * of hashes: the same content is the same package, made once.
 *
 * @throws Fault `not-found` where there is no such incident, or not for this person
 */
export async function makeEvidence(
  ports: EvidencePorts,
  person: Principal,
  id: Id,
): Promise<MediaLink & { readonly digest: string; readonly files: number }> {
  const { value: incident } = await findIncident(ports, person, id)
  const files = (await gather(ports, incident)).sort((a, b) => (a.file.path < b.file.path ? -1 : 1))
  const sums = files.map(({ file, sha256 }) => `${sha256}  ${file.path}\n`).join('')
  const digest = sha256Of(sums)
  const path = `${incident.site}/${id}/${digest}.zip`
  const detail = { digest, files: files.length }
  await ports.audit.append(incident.site, {
    ...{ at: ports.clock().toISOString(), who: person.id, action: 'evidence-made', subject: `incident/${id}`, detail },
  })
  if (!(await ports.evidence.has(path))) {
    await ports.evidence.write(path, [...files.map(({ file }) => file), { path: 'SHA256SUMS', text: sums }])
  }
  const link = await openFor(ports, person, incident.site, 'evidence', path, `incident/${id}/evidence`)
  return { ...link, digest, files: files.length }
}

async function gather(ports: EvidencePorts, incident: Incident): Promise<HashedFile[]> {
  const entries = await ports.incidents.entries(incident.id)
  const { site, camera, receivedAt, startedAt, endedAt = incident.peak.at } = incident
  const [from, to] = [shift(startedAt, -rollSeconds), shift(endedAt, rollSeconds)]
  const recordings = (await collect(recordingsOverlapping(ports, { site, camera, from, to }))).reverse()
  const { entries: chain, ...proof } = await readDecisionChain(ports, site, incident.id, receivedAt, entries.at(-1)?.at ?? receivedAt)
  return [
    text('README.txt', evidenceReadme(incident)),
    text('incident.json', evidenceIncident(incident)),
    text('decisions.json', readableJson(entries)),
    text('recordings.json', readableJson(recordings)),
    text('audit/chain.jsonl', chain.map((entry) => `${canonicalJson(entry)}\n`).join('')),
    text('audit/proof.json', readableJson(proof)),
    ...(await clipFiles(ports, { site, camera, from, to })),
    ...(await sidecarFiles(ports, recordings)),
    ...(await snapshotFile(ports, incident)),
  ]
}

async function clipFiles(ports: EvidencePorts, { site, camera, from, to }: { site: Id; camera: Id; from: string; to: string }) {
  const files: HashedFile[] = []
  const described: unknown[] = []
  for (let start = from; start < to && described.length < maxClips; start = shift(start, maxClipMinutes * 60)) {
    const end = [shift(start, maxClipMinutes * 60), to].sort()[0]!
    const name = `clips/${described.length + 1}.mp4`
    try {
      const { clip, gaps, coverage } = await cutStretch(ports, { site, camera, from: start, to: end })
      described.push({
        from: start,
        to: end,
        gaps,
        coverage,
        ...(clip && { file: name, startedAt: clip.startedAt, endedAt: clip.endedAt }),
      })
      if (clip !== undefined) files.push({ file: { path: name, container: 'clips', blob: clip.path }, sha256: clip.sha256 })
    } catch (error) {
      // Video that cannot be cut must not keep back the rest: it is named, and whoever needs it asks for the recordings.
      if (!(error instanceof Fault && (error.code === 'video-unreadable' || error.code === 'not-found'))) throw error
      described.push({ from: start, to: end, problem: error.message })
    }
  }
  return [...files, text('clips.json', readableJson({ asked: { from, to }, clips: described }))]
}

async function sidecarFiles({ videoArchive }: EvidencePorts, recordings: readonly Recording[]): Promise<HashedFile[]> {
  const sidecars = await Promise.all(recordings.map(async ({ id, path }) => ({ id, sidecar: await videoArchive.readSidecar(path) })))
  return sidecars.flatMap(({ id, sidecar }) => (sidecar === undefined ? [] : [text(`sidecars/${id}.json`, readableJson(sidecar))]))
}

async function snapshotFile({ evidence }: EvidencePorts, { snapshot }: Incident): Promise<HashedFile[]> {
  const sha256 = snapshot && (await evidence.sha256('snapshots', snapshot))
  if (!snapshot || !sha256) return []
  return [{ file: { path: `snapshots/${snapshot.split('/').at(-1)}`, container: 'snapshots', blob: snapshot }, sha256 }]
}

function text(path: string, content: string): HashedFile {
  return { file: { path, text: content }, sha256: sha256Of(content) }
}

function sha256Of(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

function shift(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString()
}
