import { createLazyRoute } from '@tanstack/react-router'
import { useApi } from '../../../api/use-api.ts'
import { ButtonLink } from '../../../design/button-link.tsx'
import { Page } from '../../../design/page.tsx'
import { Loaded } from '../../../design/state.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { PolicyForm } from './policy-form.tsx'

export const route = createLazyRoute('/models/training-policy')({ component: PolicyScreen })

function PolicyScreen() {
  const text = useText()
  const words = text.models.policy
  const site = useSite()
  const policy = useApi('getTrainingPolicy', { params: { site: site.id } })
  return (
    <Page
      title={words.title}
      lead={`${site.name} · ${words.lead}`}
      actions={
        <ButtonLink to="/models" search={{ tab: 'runs' }} icon="back">
          {text.screens.models}
        </ButtonLink>
      }
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
