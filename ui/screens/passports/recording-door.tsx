import { Navigate } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Loaded } from '../../design/state.tsx'
import { useClock } from '../../time/use-clock.ts'

/** A recording is watched in the archive, where the footage of its camera and day is. */
export function RecordingDoor({ id }: { id: string }) {
  const recording = useApi('getRecording', { params: { id } })
  return <Loaded of={recording}>{(data) => <ToArchive {...data} />}</Loaded>
}

function ToArchive({ site, camera, startedAt, endedAt }: { site: string; camera: string; startedAt: string; endedAt: string }) {
  const { day } = useClock(site)
  return <Navigate to="/archive" search={{ camera, day: day(startedAt), from: startedAt, to: endedAt }} replace />
}
