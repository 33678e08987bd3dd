import { type EditOutcome, type QuarantinedAnswers, weighEdits } from './counting-edits.ts'
import { type DrawnBox, drawnBoxes } from './drawn-boxes.ts'
import type { Frame, FrameManifest } from './frame.ts'
import type { FrameEdit } from './frame-labels.ts'
import { claimOf, covers, type IncidentClaim, type JudgedIncident } from './incident-claim.ts'
import type { InferenceMessage } from './messages.ts'
import type { MissedObject } from './missed-object.ts'
import { type ReviewRequest, requestFor } from './review-request.ts'
import { type Seen, sightingsOf } from './sightings.ts'

/** Everything that is known of a recording's frames; all lists in any order. */
export interface LabelFacts {
  readonly manifest: FrameManifest
  /** Of the camera, over the recording's time. */
  readonly inferences: readonly { readonly message: InferenceMessage }[]
  /** Of the camera; those that do not overlap are passed over. */
  readonly incidents: readonly JudgedIncident[]
  readonly missedObjects: readonly MissedObject[]
  readonly edits: readonly FrameEdit[]
  readonly quarantined: readonly QuarantinedAnswers[]
  /** Least confidence at which the model's word is taken where nobody judged, by label. */
  readonly thresholds: Readonly<Record<string, number>>
  /** Moments that people are asked to look at. */
  readonly requests?: readonly ReviewRequest[]
}

/** What speaks about one frame. */
export interface FrameFacts {
  readonly frame: Frame
  readonly seen: readonly Seen[]
  /** Of incidents in whose time the frame lies. */
  readonly claims: readonly IncidentClaim[]
  readonly drawn: readonly DrawnBox[]
  readonly edits: EditOutcome
  readonly thresholds: Readonly<Record<string, number>>
  /** Why people are asked to look at it, whatever is known. */
  readonly review: ReviewRequest['reason'] | 'sent' | undefined
}

/** The facts of a recording, frame by frame in the manifest's order. */
export function frameFacts({
  manifest,
  inferences,
  incidents,
  missedObjects,
  edits,
  quarantined,
  thresholds,
  requests = [],
}: LabelFacts): FrameFacts[] {
  const messages = inferences.map(({ message }) => message).filter(({ camera }) => camera === manifest.camera)
  const seenOn = sightingsOf(manifest, messages)
  const claims = incidents
    .filter(({ incident }) => incident.camera === manifest.camera && incident.site === manifest.site)
    .map(claimOf)
    .sort((a, b) => (`${a.from}${a.incident}` < `${b.from}${b.incident}` ? -1 : 1))
  const drawnOn = drawnBoxes(manifest, claims, missedObjects)
  const editsOf = Map.groupBy(edits, ({ frame }) => frame)
  return manifest.frames.map((frame) => ({
    frame,
    seen: seenOn(frame).filter(({ box }) => box.width > 0 && box.height > 0),
    claims: claims.filter((claim) => covers(claim, frame.at)),
    drawn: drawnOn.get(frame.id) ?? [],
    edits: weighEdits(editsOf.get(frame.id) ?? [], quarantined),
    thresholds,
    review: manifest.sent === undefined ? requestFor(frame, requests)?.reason : 'sent',
  }))
}
