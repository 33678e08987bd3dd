import type { Ref } from 'react'
import { Button } from '../../design/button.tsx'
import { Empty, Problem, Waiting } from '../../design/state.tsx'
import type { Names } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import type { IncidentFilter } from './incident-filter.ts'
import { IncidentList, type ListHandle } from './incident-list.tsx'
import type { IncidentList as List } from './use-incident-list.ts'
import type { Selection } from './use-selection.ts'

export interface ListOrWhyProps {
  readonly list: List
  readonly names: Names
  readonly selection: Selection
  readonly filter: IncidentFilter
  /** The filter as an address has it, with its question mark. */
  readonly view: string
  readonly cards: Ref<ListHandle>
  readonly canSelect: boolean
  readonly onOpen: (id: string) => void
  readonly onCurrent: (index: number) => void
  readonly onClear: () => void
}

/** The incidents, or why there are none to see. */
export function ListOrWhy({ list, names, selection, filter, view, cards, canSelect, onOpen, onCurrent, onClear }: ListOrWhyProps) {
  const text = useText().incidents
  const hasFilter = Object.keys(filter).length > 0
  if (list.items.length > 0) {
    return (
      <>
        <IncidentList ref={cards} {...{ list, names, selection, view, canSelect, onOpen, onCurrent }} />
        {list.error ? <Problem error={list.error} onRetry={list.retry} /> : list.isReadingMore && <Waiting />}
      </>
    )
  }
  if (list.error) return <Problem error={list.error} onRetry={list.retry} />
  if (!list.isRead) return <Waiting />
  if (hasFilter) {
    return (
      <Empty icon="filter" title={text.nothingFound}>
        {text.nothingFoundAdvice}
        <Button onClick={onClear}>{text.clearFilters}</Button>
      </Empty>
    )
  }
  return (
    <Empty icon="check" title={text.allDone}>
      {text.allDoneAdvice}
    </Empty>
  )
}
