import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { AskButton } from './ask-button.tsx'
import type { PartProps } from './evaluation.ts'
import { type EvaluationSearch, type EvaluationTab, tabs } from './evaluation-search.ts'
import { FiguresTab } from './figures-tab.tsx'
import { FramesTab } from './frames-tab.tsx'
import { MistakesTab } from './mistakes-tab.tsx'
import { Origin } from './origin.tsx'
import { ReplayTab } from './replay-tab.tsx'
import { VerdictCard } from './verdict-card.tsx'

export const route = createLazyRoute('/evaluations/$digest')({ component: EvaluationScreen })

const parts: Record<EvaluationTab, (props: PartProps) => React.ReactNode> = {
  figures: FiguresTab,
  frames: FramesTab,
  mistakes: MistakesTab,
  replay: ReplayTab,
}

/** Whether a new model is better than the one in force: what the gate says of it and why, then all that it rests on. */
function EvaluationScreen() {
  const text = useText().evaluations
  const { digest } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const maySeeFrames = useCan('data-scientist', 'safety-auditor')
  const evaluation = useApi('getEvaluation', { params: { digest } })
  const change = (change: EvaluationSearch) =>
    void navigate({ to: '/evaluations/$digest', params: { digest }, search: { ...search, ...change }, replace: true })
  const shown = tabs.filter((tab) => tab !== 'frames' || maySeeFrames)
  const chosen = shown.find((tab) => tab === search.tab) ?? 'figures'
  const Part = parts[chosen]
  const candidate = evaluation.data?.candidate
  return (
    <Page
      title={candidate === undefined ? text.title : `${candidate.name} ${candidate.version}`}
      lead={text.lead}
      actions={evaluation.data !== undefined && <AskButton evaluation={evaluation.data} />}
    >
      <Loaded of={evaluation}>
        {(found) => (
          <>
            <VerdictCard evaluation={found} />
            <Tabs
              label={text.tabs}
              tabs={shown.map((name) => ({ name, title: text.tab[name] }))}
              chosen={chosen}
              onChoose={(tab) => change({ tab })}
            >
              <Part evaluation={found} search={search} onSearch={change} />
            </Tabs>
            <Origin evaluation={found} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
