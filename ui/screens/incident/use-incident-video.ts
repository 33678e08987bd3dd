import { useMemo } from 'react'
import { useApi } from '../../api/use-api.ts'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { placeFrames, type SeenFrame } from '../../video/seen-frames.ts'
import { type Clip, isMissing, type Stretch, useClip } from '../../video/use-clip.ts'
import { useSnapshot } from './use-snapshot.ts'
import { useStretch } from './use-stretch.ts'

/** A recording is uploaded when it is complete, and later where the line is slow; after this long nobody waits for it. */
const hopeMs = 30 * 60_000
/** Clips begin with a key frame, which may lie before the asked time; the API takes ten minutes at most. */
const keyFrameMs = 5_000
const longestMs = 10 * 60_000
const openEveryMs = 5_000

export interface IncidentVideo {
  readonly stretch: Stretch
  /** There is more of it than the clip shows. */
  readonly isCut: boolean
  readonly clip: Clip | undefined
  readonly frames: readonly SeenFrame[]
  readonly snapshot: string | undefined
  /** Why there is no clip; undefined while there is one, or it is being made. */
  readonly trouble: 'awaited' | 'missing' | 'failed' | undefined
  /** The end of it may still arrive. */
  readonly isIncomplete: boolean
  refetch(): void
}

/** All that there is to see of an incident; each part comes when it can, none waits for another. */
export function useIncidentVideo(incident: IncidentDetail['incident']): IncidentVideo {
  const { stretch, isCut } = useStretch(incident)
  const isHopeful = Date.now() - Date.parse(incident.receivedAt) < hopeMs
  const clip = useClip(stretch, isHopeful)
  const { site, camera, to } = stretch
  const from = Math.max(Date.parse(stretch.from) - keyFrameMs, Date.parse(to) - longestMs)
  const query = { site, camera, from: new Date(from).toISOString(), to }
  const everyMs = incident.phase === 'open' ? openEveryMs : undefined
  const { data: inferences } = useApi('listInferences', { query }, { everyMs })
  const frames = useMemo(() => {
    // Without a clip its time begins with the asked time: enough for the list of what happened.
    const times = clip.data ?? { startedAt: stretch.from, endedAt: stretch.to, recordings: [] }
    return inferences === undefined ? [] : placeFrames(inferences.items, times)
  }, [inferences, clip.data, stretch])
  const isMissed = isMissing(clip.error)
  return {
    stretch,
    isCut,
    clip: clip.data,
    frames,
    snapshot: useSnapshot(incident.id),
    trouble: clip.data !== undefined || clip.error === null ? undefined : !isMissed ? 'failed' : isHopeful ? 'awaited' : 'missing',
    isIncomplete: isHopeful && clip.data?.gaps.at(-1)?.to === to,
    refetch: () => void clip.refetch(),
  }
}
