import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Loaded } from '../../design/state.tsx'
import { ApprovalView } from './approval-view.tsx'

export const route = createLazyRoute('/approvals/$id')({ component: ApprovalScreen })

const [openMs, closedMs] = [5000, 60_000]

/** One question whether a model may be released. */
function ApprovalScreen() {
  const { id } = route.useParams()
  const [isSettled, setSettled] = useState(false)
  const approval = useApi('getApproval', { params: { id } }, { everyMs: isSettled ? closedMs : openMs })
  const { state, release } = approval.data ?? {}
  // An approved one is looked at until its release is there.
  const settled = state === 'rejected' || state === 'expired' || release !== undefined
  if (settled !== isSettled) setSettled(settled)
  return <Loaded of={approval}>{(data) => <ApprovalView key={id} approval={data} onRefetch={() => approval.refetch()} />}</Loaded>
}
