import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { RunsTab } from '../runs/runs-tab.tsx'
import { StartRun } from '../runs/start-run.tsx'
import { type ModelTab, modelTabs } from './models-search.ts'
import { QuestionsTab } from './questions-tab.tsx'
import { RegisterTab } from './register-tab.tsx'
import { ReleasesTab } from './releases-tab.tsx'
import { UploadModel } from './upload-model.tsx'

export const route = createLazyRoute('/models')({ component: ModelsScreen })

const contents: Readonly<Record<ModelTab, () => React.ReactNode>> = {
  register: RegisterTab,
  runs: RunsTab,
  questions: QuestionsTab,
  releases: ReleasesTab,
}

/** The register of a site's models, the runs that they come from, what is asked about them and what was built of them. */
function ModelsScreen() {
  const text = useText()
  const words = text.models
  const site = useSite()
  const { tab: chosen = 'register' } = route.useSearch()
  const navigate = route.useNavigate()
  const maySupply = useCan('data-scientist')
  const [asking, setAsking] = useState<'upload' | 'run'>()
  const close = () => setAsking(undefined)
  const Content = contents[chosen]
  return (
    <Page
      title={text.screens.models}
      lead={words.lead}
      actions={
        <>
          {chosen === 'runs' && (
            <ButtonLink to="/models/training-policy" icon="settings">
              {words.trainingPolicy}
            </ButtonLink>
          )}
          {chosen === 'questions' && (
            <ButtonLink to="/models/gate-policy" icon="settings">
              {words.gatePolicy}
            </ButtonLink>
          )}
          {maySupply && chosen === 'register' && (
            <Button icon="upload" onClick={() => setAsking('upload')}>
              {words.upload}
            </Button>
          )}
          {maySupply && (chosen === 'register' || chosen === 'runs') && (
            <Button look="primary" icon="play" onClick={() => setAsking('run')}>
              {words.startRun}
            </Button>
          )}
        </>
      }
    >
      <Tabs
        label={words.tabs}
        tabs={modelTabs.map((name) => ({ name, title: words.tab[name] }))}
        chosen={chosen}
        onChoose={(tab) => void navigate({ search: tab === 'register' ? {} : { tab }, replace: true, resetScroll: false })}
      >
        <Content key={site.id} />
      </Tabs>
      {asking === 'upload' && (
        <UploadModel
          site={site.id}
          onClose={close}
          onTaken={({ name, version }) => void navigate({ to: '/models/$name/$version', params: { name, version }, search: {} })}
        />
      )}
      {asking === 'run' && (
        <StartRun site={site.id} onClose={close} onStarted={(id) => void navigate({ to: '/runs/$id', params: { id }, search: {} })} />
      )}
    </Page>
  )
}
