import { canonicalJson } from './canonical-json.ts'
import type { Incident } from './incident.ts'

/** JSON for people: sorted keys, one field a line. The same value gives the same text. */
export function readableJson(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`
}

/** The incident as people know it: what ingest keeps for itself is left out. */
export function evidenceIncident({ intake: _, traceparent: __, ...incident }: Incident): string {
  return readableJson(incident)
}

/** What the package is, and how somebody who trusts none of our programs can check it. */
export function evidenceReadme({ id, site, camera, rule, startedAt, endedAt }: Incident): string {
  return `Evidence about incident ${id}
Site ${site}, camera ${camera}, rule ${rule}, ${startedAt} to ${endedAt ?? 'an end that nobody saw'}. All times are UTC.

What is in it
  incident.json       the incident as it stands
  decisions.json      every verdict, withdrawal, comment and step, oldest first
  clips/              the video from ten seconds before to ten seconds after, cut without encoding it anew
  clips.json          what each clip shows, and where there is no video
  recordings.json     the recordings that the clips were cut from, with their hashes as the device announced them
  sidecars/           what the archive keeps beside each of these recordings
  snapshots/          the still that was sent with the alert
  audit/chain.jsonl   the site's audit chain, whole from the first decision about the incident to the last
  audit/proof.json    which of its entries are about the incident, and what the first one hangs on
  SHA256SUMS          the hash of every file but itself

How to verify
  1. Files: run "sha256sum -c SHA256SUMS" in this folder.
  2. Package: the SHA-256 of the file SHA256SUMS is the package's name, and stands in the site's audit chain as "digest"
     of the entry "evidence-made". Asked for again, the same content gives the same package.
  3. Decisions: each line of audit/chain.jsonl is an entry. Take its field "hash" away, write the rest as JSON with sorted
     keys and without white space, in UTF-8: its SHA-256 must be that hash. "previous" must be the hash of the line before;
     that of the first line must be "before.hash" in audit/proof.json (64 zeros where the chain begins with it).
  4. Chain: ask the operator for entry "seq" of the last line (GET /api/sites/${site}/audit?from=<seq>). A chain that was
     rewritten since has another hash there.
  5. Video: ask for a recording of recordings.json; its SHA-256 must be the one that stands there and in its sidecar.
     Cut and joined, the pictures of a clip are those of the recordings, bit by bit.
`
}
