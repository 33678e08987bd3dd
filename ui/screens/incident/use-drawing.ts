import { type RefObject, useEffect, useState } from 'react'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { useToast } from '../../design/toast.tsx'
import type { LabelledBox } from '../../picture/boxes.ts'
import { useText } from '../../text/text.ts'
import type { PlayerHandle } from '../../video/player.tsx'
import type { SeenFrame } from '../../video/seen-frames.ts'
import type { Drawing } from './drawing-panel.tsx'

interface DrawingSources {
  readonly player: RefObject<PlayerHandle | null>
  readonly incident: IncidentDetail['incident']
  readonly snapshot: string | undefined
  readonly frames: readonly SeenFrame[]
}

/** What is drawn on at the moment: the frame that the video shows, or the incident's picture where there is none. */
export function useDrawing({ player, incident, snapshot, frames }: DrawingSources) {
  const show = useToast()
  const text = useText().incident.drawing
  const [drawing, setDrawing] = useState<Drawing>()
  const source = drawing?.source
  useEffect(() => {
    if (source?.startsWith('blob:')) return () => URL.revokeObjectURL(source)
  }, [source])
  const start = async (purpose: Drawing['purpose']) => {
    const frame = await player.current?.grabFrame()
    if (frame?.picture !== undefined) {
      setDrawing({ purpose, at: frame.at, boxes: frame.boxes, source: URL.createObjectURL(frame.picture) })
    } else if (snapshot !== undefined) {
      setDrawing({ purpose, at: incident.peak.at, boxes: peakBoxes(incident, frames), source: snapshot })
    } else show({ message: text.noPicture, isProblem: true })
  }
  return { drawing, start: (purpose: Drawing['purpose']) => void start(purpose), close: () => setDrawing(undefined) }
}

/** All that the model saw on the picture of the peak; at least what raised the incident. */
function peakBoxes({ peak }: IncidentDetail['incident'], frames: readonly SeenFrame[]): readonly LabelledBox[] {
  return frames.find(({ at }) => at === peak.at)?.detections ?? [peak.detection]
}
