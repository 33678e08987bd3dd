import { useApi } from '../../api/use-api.ts'
import { Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { PolicyForm } from './policy-form.tsx'

export function PolicyTab() {
  const { id: site } = useSite()
  const policy = useApi('getCompliancePolicy', { params: { site } })
  return (
    <Loaded of={policy}>
      {(data) => <PolicyForm site={site} newest={data} onReload={() => policy.refetch().then(({ data: read }) => read ?? data)} />}
    </Loaded>
  )
}
