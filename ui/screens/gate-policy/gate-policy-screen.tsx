import { createLazyRoute, Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { GatePolicyForm } from './gate-policy-form.tsx'

export const route = createLazyRoute('/models/gate-policy')({ component: GatePolicyScreen })

function GatePolicyScreen() {
  const text = useText()
  const site = useSite()
  const policy = useApi('getGatePolicy', { params: { site: site.id } })
  return (
    <Page
      title={text.gatePolicy.title}
      lead={`${site.name} · ${text.gatePolicy.lead}`}
      actions={<Link to="/models">{text.screens.models}</Link>}
    >
      <Loaded of={policy}>
        {(data) => (
          <GatePolicyForm
            key={site.id}
            site={site.id}
            policy={data}
            onReload={() => policy.refetch().then(({ data: newest }) => newest ?? data)}
          />
        )}
      </Loaded>
    </Page>
  )
}
