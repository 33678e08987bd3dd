import { createLazyRoute, useNavigate, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Page } from '../../design/page.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { BulkBar } from './bulk-bar.tsx'
import { CalendarDialog } from './calendar-dialog.tsx'
import type { Decision } from './decide-many.ts'
import { FilterBar } from './filter-bar.tsx'
import { useFilterWords } from './filter-words.ts'
import { changed, type IncidentFilter, isSameFilter } from './incident-filter.ts'
import type { ListHandle } from './incident-list.tsx'
import { ListOrWhy } from './list-or-why.tsx'
import { NewsPill } from './news-pill.tsx'
import { SavedDialog } from './saved-dialog.tsx'
import { useSavedFilters } from './saved-filters.ts'
import { SeverityTabs } from './severity-tabs.tsx'
import { useDecide } from './use-decide.ts'
import { useIncidentList } from './use-incident-list.ts'
import { useListKeys } from './use-list-keys.ts'
import { useSelection } from './use-selection.ts'

export const route = createLazyRoute('/incidents')({ component: IncidentsScreen })

/** The queue: what the cameras reported and nobody is done with, or whatever the filter says. */
function IncidentsScreen() {
  const { id: site } = useSite()
  const filter = route.useSearch()
  const text = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const canDecide = useCan('site-engineer')
  // Another view is another list; and an incident's page goes on to the next one of the same view.
  const view = router.buildLocation({ to: '/incidents', search: filter }).searchStr
  const list = useIncidentList(site, filter)
  const selection = useSelection(list.items, `${site} ${view}`)
  const { isBusy, decide, undo } = useDecide()
  const names = useNames()
  const wordsOf = useFilterWords(names)
  const saved = useSavedFilters()
  const [open, setOpen] = useState<'calendar' | 'saved'>()
  const field = useRef<HTMLInputElement>(null)
  const cards = useRef<ListHandle>(null)
  const current = useRef(-1)

  const show = (next: IncidentFilter) => {
    current.current = -1
    void navigate({ to: '/incidents', search: next, resetScroll: true })
  }
  const change = (change: IncidentFilter) => show(changed(filter, change))
  const openIncident = (id: string) => void navigate({ to: '/incidents/$id', params: { id }, search: filter })
  const showNews = () => {
    list.showNews()
    window.scrollTo({ top: 0 })
  }
  const decideAll = async (decision: Decision) => {
    const one = list.items[current.current]
    const picked = selection.ids.size > 0 ? list.items.filter(({ id }) => selection.ids.has(id)) : one === undefined ? [] : [one]
    if (picked.length === 0 || isBusy) return
    const left = await decide(picked, decision)
    if (selection.ids.size > 0) selection.keep(left.map(({ id }) => id))
  }
  useListKeys({
    ...{ list, selection, canDecide, current, cards, field, undo, showNews },
    decide: (decision) => void decideAll(decision),
    open: openIncident,
    showCalendar: () => setOpen('calendar'),
  })
  const parts = wordsOf(filter)
  return (
    <Page title={text.screens.incidents} isWide>
      <FilterBar
        parts={parts}
        field={field}
        isSaved={saved.all.some((one) => isSameFilter(one.filter, filter))}
        onChange={change}
        onClear={() => show({})}
        onCalendar={() => setOpen('calendar')}
        onSaved={() => setOpen('saved')}
      />
      <SeverityTabs chosen={filter.severity} onChoose={(severity) => change({ severity })}>
        <NewsPill count={list.news} isFull={list.isNewsFull} onShow={showNews} />
        <ListOrWhy
          key={`${site} ${view}`}
          {...{ list, names, selection, filter, view, cards }}
          canSelect={canDecide}
          onOpen={openIncident}
          onCurrent={(index) => {
            current.current = index
          }}
          onClear={() => show({})}
        />
      </SeverityTabs>
      {selection.ids.size > 0 && (
        <BulkBar count={selection.ids.size} isBusy={isBusy} onDecide={(decision) => void decideAll(decision)} onClear={selection.clear} />
      )}
      {open === 'calendar' && <CalendarDialog filter={filter} onChoose={change} onClose={() => setOpen(undefined)} />}
      {open === 'saved' && <SavedDialog {...{ saved, filter, wordsOf }} onChoose={show} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}
