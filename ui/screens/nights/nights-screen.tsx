import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsOf, useApi, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { NightRow } from './night-row.tsx'
import { nightStates } from './night-search.ts'
import styles from './nights.module.css'
import { StartNight } from './start-night.tsx'

export const route = createLazyRoute('/nights')({ component: NightsScreen })

const everyMs = 10_000

function NightsScreen() {
  const text = useText()
  const words = text.nights
  const site = useSite()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const mayStart = useCan('data-scientist', 'iot-engineer')
  const [isStarting, setStarting] = useState(false)
  const policy = useApi('getNightPolicy', { params: { site: site.id } })
  const pages = useApiPages('listNights', { query: { site: site.id, limit: 30 } }, { everyMs })
  const start = mayStart && (
    <Button look="primary" icon="play" onClick={() => setStarting(true)}>
      {words.start}
    </Button>
  )
  const plan = policy.data && (policy.data.enabled ? words.nextAt(policy.data.startsAt) : words.timerOff)
  return (
    <Page
      title={text.screens.nights}
      lead={
        <>
          {words.lead} {plan}
        </>
      }
      actions={
        <>
          <ButtonLink to="/nights/policy" icon="settings">
            {words.policy}
          </ButtonLink>
          {start}
        </>
      }
    >
      <Loaded of={pages}>
        {(data) => {
          const nights = itemsOf<'listNights'>(data)
          if (nights.length === 0)
            return (
              <Empty icon="nights" title={words.none}>
                {policy.data && (policy.data.enabled ? words.noneAdvice(policy.data.startsAt) : words.noneAdviceOff)}
              </Empty>
            )
          const shown = nights.filter((night) => state === undefined || night.state === state)
          return (
            <>
              <fieldset className={styles.choice} aria-label={words.stateFilter}>
                {([undefined, ...nightStates] as const).map((one) => (
                  <Button
                    key={one ?? ''}
                    size="small"
                    aria-pressed={state === one}
                    onClick={() => void navigate({ search: one === undefined ? {} : { state: one }, replace: true })}
                  >
                    {one === undefined ? text.words.all : words.state[one]}
                  </Button>
                ))}
              </fieldset>
              {shown.length === 0 && <Empty icon="nights" title={words.noneOfState} />}
              <ul className={styles.list}>
                {shown.map((night) => (
                  <NightRow key={night.id} night={night} />
                ))}
              </ul>
              {pages.hasNextPage && (
                <Button isBusy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                  {words.older}
                </Button>
              )}
            </>
          )
        }}
      </Loaded>
      {isStarting && (
        <StartNight
          site={site.id}
          onClose={() => setStarting(false)}
          onStarted={(id) => void navigate({ to: '/nights/$id', params: { id }, search: {} })}
        />
      )}
    </Page>
  )
}
