import type { DatasetItem } from '../domain/dataset.ts'
import type { Id } from '../domain/ids.ts'
import type { VerdictEntry } from '../domain/incident-entry.ts'
import type { Word } from '../domain/judge-feedback.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

export type WordPorts = Pick<Ports, 'incidents' | 'frameEdits'>

const lookupsAtOnce = 8

/** A verdict speaks once for all frames of its incident: a long incident is no louder than a short one. */
interface Claim {
  readonly incident: Id
  readonly label: string
  readonly says: Word['says']
}

/** What people said about the items, each word once: drawn boxes and answers by frame, verdicts by incident. */
export async function collectWords(ports: WordPorts, site: Id, items: AsyncIterable<DatasetItem>): Promise<readonly Word[]> {
  const words: Word[] = []
  const claims = new Map<string, Claim>()
  const denied = new Map<Id, Map<string, readonly string[]>>()
  for await (const item of items) {
    words.push(...drawn(item))
    for (const claim of claimsOf(item)) claims.set(`${claim.incident} ${claim.says} ${claim.label}`, claim)
    if (item.absent.length === 0 || item.incidents.length > 0) continue
    denied.set(item.recording, (denied.get(item.recording) ?? new Map()).set(item.frame, item.absent))
  }
  await inParallel(
    Map.groupBy(claims.values(), ({ incident }) => incident),
    lookupsAtOnce,
    async ([incident, ofIncident]) => {
      const verdict = await standingVerdict(ports, incident)
      if (verdict !== undefined) words.push(...ofIncident.map(({ label, says }) => ({ who: verdict.who, at: verdict.at, label, says })))
    },
  )
  await inParallel(denied, lookupsAtOnce, async ([recording, ofFrame]) => {
    const edits = new Map((await ports.frameEdits.ofRecording(site, recording)).map((edit) => [edit.frame, edit]))
    for (const [frame, labels] of ofFrame) {
      const edit = edits.get(frame)
      if (edit !== undefined) words.push(...labels.map((label) => ({ who: edit.who, at: edit.at, label, says: 'absent' as const })))
    }
  })
  return words
}

/** One word a label, however many boxes a person drew on the frame. */
function drawn({ annotations }: DatasetItem): Word[] {
  const byLabel = new Map<string, Word>()
  for (const { label, source } of annotations) {
    if (source.kind === 'person') byLabel.set(label, { who: source.who, at: source.at, label, says: 'present' })
  }
  return [...byLabel.values()]
}

function claimsOf({ annotations, absent, incidents }: DatasetItem): Claim[] {
  const present = annotations.flatMap(({ label, source, because: { incident } }): Claim[] =>
    source.kind === 'model' && incident !== undefined ? [{ incident, label, says: 'present' }] : [],
  )
  return [...present, ...incidents.flatMap((incident) => absent.map((label): Claim => ({ incident, label, says: 'absent' })))]
}

async function standingVerdict({ incidents }: WordPorts, incident: Id): Promise<VerdictEntry | undefined> {
  const entries = await incidents.entries(incident)
  const withdrawn = new Set(entries.flatMap((entry) => (entry.kind === 'withdrawal' ? [entry.of] : [])))
  return entries.findLast((entry) => entry.kind === 'verdict' && !withdrawn.has(entry.seq)) as VerdictEntry | undefined
}
