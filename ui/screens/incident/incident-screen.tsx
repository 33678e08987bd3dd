import { createLazyRoute } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Loaded } from '../../design/state.tsx'
import { IncidentView } from './incident-view.tsx'
import { useJudging } from './use-judging.ts'

export const route = createLazyRoute('/incidents/$id')({ component: IncidentScreen })

/** How soon one sees what somebody else decides. */
const everyMs = 4_000

/** One incident, where the link of an alert leads to. */
function IncidentScreen() {
  const { id } = route.useParams()
  const filter = route.useSearch()
  const judging = useJudging(filter)
  const detail = useApi('getIncident', { params: { id } }, { everyMs })
  return <Loaded of={detail}>{(data) => <IncidentView key={id} detail={data} filter={filter} judging={judging} />}</Loaded>
}
