import type { FrameEdit } from './frame-labels.ts'
import type { Instant } from './ids.ts'

/** Answers of a labeler about a class that do not count, because known answers of theirs were wrong too often. */
export interface QuarantinedAnswers {
  readonly who: string
  readonly label: string
  /** From here on … */
  readonly since: Instant
  /** … up to here; undefined = until a data scientist decides. */
  readonly until: Instant | undefined
}

/** The classes that an answer speaks of: what is on the frame, and what was asked about and is not. */
export function classesOf({ about = [], objects }: Pick<FrameEdit, 'about' | 'objects'>): ReadonlySet<string> {
  return new Set([...about, ...objects.map(({ label }) => label)])
}

export function isQuarantined(
  edit: Pick<FrameEdit, 'who' | 'at' | 'about' | 'objects'>,
  quarantined: readonly QuarantinedAnswers[],
): boolean {
  const classes = classesOf(edit)
  return quarantined.some(({ who, label, since, until }) => {
    return edit.who === who && classes.has(label) && edit.at >= since && (until === undefined || edit.at < until)
  })
}

/** What the edits of one frame come to. */
export interface EditOutcome {
  /** The newest that counts: it replaces what model and verdicts say. */
  readonly counting: FrameEdit | undefined
  /** Somebody answered, but it does not count yet. */
  readonly isWaiting: boolean
}

/** @param edits Of one frame, in any order */
export function weighEdits(edits: readonly FrameEdit[], quarantined: readonly QuarantinedAnswers[]): EditOutcome {
  const withdrawn = new Set(edits.flatMap(({ kind, of }) => (kind === 'withdrawal' && of !== undefined ? [of] : [])))
  const standing = edits.filter(({ kind, seq }) => kind !== 'withdrawal' && !withdrawn.has(seq)).sort((a, b) => a.seq - b.seq)
  const counting = standing.findLast((edit) => !edit.isProvisional && !isQuarantined(edit, quarantined))
  return { counting, isWaiting: counting === undefined && standing.length > 0 }
}
