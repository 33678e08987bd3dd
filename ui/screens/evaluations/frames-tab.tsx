import { useEffect, useRef } from 'react'
import { itemsOf, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Loaded, Problem, Waiting } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { ComparedFrame } from './compared-frame.tsx'
import type { PartProps } from './evaluation.ts'
import { type Outcome, outcomes } from './evaluation-search.ts'
import styles from './frames-tab.module.css'
import { BoxKey } from './sight-boxes.tsx'

/** Frames asked for at once, each with its link. */
const pageSize = 12

/** What each model gets wrong, frame by frame: what is there, and beside each other what both see. */
export function FramesTab({ evaluation: { digest, test, champion }, search, onSearch }: PartProps) {
  const text = useText()
  const own = text.evaluations
  const { number } = useFormat()
  const { outcome, camera, label } = search
  const pages = useApiPages('listComparedFrames', { params: { digest }, query: { outcome, camera, label, limit: pageSize } })
  const counts = pages.data?.pages[0]?.counts
  // Without a champion no frame is right for it.
  const choices = champion === undefined ? outcomes.filter((one) => one === 'candidate' || one === 'neither') : outcomes
  const words = champion === undefined ? own.aloneOutcome : own.frameOutcome
  const sum = counts === undefined ? undefined : Object.values(counts).reduce((all, count) => all + count, 0)
  const choice = (one: Outcome | undefined, name: string, count: number | undefined) => (
    <Button key={name} size="small" aria-pressed={outcome === one} onClick={() => onSearch({ outcome: one })}>
      {count === undefined ? name : own.counted(name, number(count))}
    </Button>
  )
  return (
    <>
      <search className={styles.filters} aria-label={own.filters}>
        <fieldset>
          <legend className="visually-hidden">{own.whoIsRight}</legend>
          {choice(undefined, text.words.all, sum)}
          {choices.map((one) => choice(one, words[one], counts?.[one]))}
        </fieldset>
        <Select
          title={own.camera}
          value={camera}
          values={Object.keys(test.candidate.perCamera)}
          onChange={(camera) => onSearch({ camera })}
        />
        <Select title={own.label} value={label} values={Object.keys(test.candidate.perClass)} onChange={(label) => onSearch({ label })} />
      </search>
      <BoxKey />
      <Loaded of={pages}>
        {(data) => {
          const items = itemsOf<'listComparedFrames'>(data)
          if (items.length === 0)
            return (
              <Empty icon="models" title={own.framesNone}>
                <Button onClick={() => onSearch({ outcome: undefined, camera: undefined, label: undefined })}>{own.removeFilters}</Button>
              </Empty>
            )
          return (
            <ul className={styles.frames}>
              {items.map((item) => (
                <li key={item.frame}>
                  <ComparedFrame item={item} words={words} />
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      {pages.isFetchNextPageError && <Problem error={pages.error} onRetry={() => void pages.fetchNextPage()} />}
      {pages.isFetchingNextPage && <Waiting />}
      {pages.hasNextPage && !pages.isFetching && !pages.isError && <End onReached={() => void pages.fetchNextPage()} />}
    </>
  )
}

interface SelectProps {
  readonly title: string
  readonly value: string | undefined
  readonly values: readonly string[]
  readonly onChange: (value: string | undefined) => void
}

function Select({ title, value = '', values, onChange }: SelectProps) {
  const text = useText().words
  return (
    <label>
      <span>{title}</span>
      <select value={value} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}>
        <option value="">{text.all}</option>
        {values.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  )
}

/** The next page is asked for a screen before the end of this one comes into sight. */
function End({ onReached }: { onReached: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const reached = useRef(onReached)
  reached.current = onReached
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && reached.current(), { rootMargin: '800px' })
    if (place.current !== null) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return <div ref={place} />
}
