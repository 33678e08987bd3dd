import { createLazyRoute } from '@tanstack/react-router'
import { NotFound } from '../../app/page-failed.tsx'
import { DatasetLearned, FrameLearned, IncidentLearned } from './learned.tsx'
import { RecordingDoor } from './recording-door.tsx'

export const route = createLazyRoute('/lineage/$kind/$id')({ component: LineageScreen })

/** What learned from a thing, and where that works. */
function LineageScreen() {
  const { kind, id } = route.useParams()
  if (kind === 'incident') return <IncidentLearned key={id} id={id} />
  if (kind === 'frame') return <FrameLearned key={id} id={id} />
  if (kind === 'dataset') return <DatasetLearned key={id} id={id} />
  if (kind === 'recording') return <RecordingDoor key={id} id={id} />
  return <NotFound />
}
