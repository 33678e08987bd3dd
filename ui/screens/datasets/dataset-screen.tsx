import { createLazyRoute, Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useSites } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { ChangesTab } from './changes-tab.tsx'
import type { DatasetSearch, DatasetTab } from './dataset-search.ts'
import { ExportsTab } from './exports-tab.tsx'
import { LineageTab } from './lineage-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import type { PartProps } from './part-props.ts'
import { PicturesTab } from './pictures-tab.tsx'

export const route = createLazyRoute('/datasets/$version')({ component: DatasetScreen })

function DatasetScreen() {
  const { version } = route.useParams()
  const entry = useApi('getDataset', { params: { version } })
  return (
    <Page title={version} isWide lead={entry.data && <Lead entry={entry.data} />}>
      <Loaded of={entry}>{(data) => <Parts entry={data} />}</Loaded>
    </Page>
  )
}

function Lead({ entry }: { entry: PartProps['entry'] }) {
  const text = useText().datasets
  const { all } = useSites()
  return (
    <>
      {all.find(({ id }) => id === entry.site)?.name ?? entry.site} · {text.made} <SiteTime at={entry.createdAt} site={entry.site} />{' '}
      {entry.night !== undefined && (
        <Link to="/nights/$id" params={{ id: entry.night }}>
          {text.byNight}
        </Link>
      )}
    </>
  )
}

const contents = { overview: OverviewTab, pictures: PicturesTab, changes: ChangesTab, lineage: LineageTab, exports: ExportsTab }

function Parts({ entry }: { entry: PartProps['entry'] }) {
  const text = useText().datasets
  const search = route.useSearch()
  const navigate = route.useNavigate()
  // Labelers are not shown which answers are known: some of their tasks are there to see how well they answer.
  const maySeePictures = useCan('data-scientist', 'safety-auditor')
  const names: readonly DatasetTab[] = maySeePictures
    ? ['overview', 'pictures', 'changes', 'lineage', 'exports']
    : ['overview', 'changes', 'lineage', 'exports']
  const chosen = names.find((name) => name === search.tab) ?? 'overview'
  const onSearch = (change: DatasetSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  const Content = contents[chosen]
  return (
    <Tabs
      label={text.tabs}
      tabs={names.map((name) => ({ name, title: text.tab[name] }))}
      chosen={chosen}
      // What was filtered in one part means nothing in another.
      onChoose={(tab) => void navigate({ search: tab === 'overview' ? {} : { tab }, resetScroll: false })}
    >
      <Content key={entry.version} entry={entry} search={search} onSearch={onSearch} maySeePictures={maySeePictures} />
    </Tabs>
  )
}
