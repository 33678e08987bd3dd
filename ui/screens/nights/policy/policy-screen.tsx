import { createLazyRoute, Link } from '@tanstack/react-router'
import { useApi } from '../../../api/use-api.ts'
import { Page } from '../../../design/page.tsx'
import { Loaded } from '../../../design/state.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { PolicyForm } from './policy-form.tsx'

export const route = createLazyRoute('/nights/policy')({ component: PolicyScreen })

function PolicyScreen() {
  const text = useText()
  const site = useSite()
  const policy = useApi('getNightPolicy', { params: { site: site.id } })
  return (
    <Page
      title={text.nights.policy}
      lead={`${site.name} · ${text.nights.policyLead}`}
      actions={<Link to="/nights">{text.screens.nights}</Link>}
    >
      <Loaded of={policy}>
        {(data) => (
          <PolicyForm
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
