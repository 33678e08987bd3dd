import { createLazyRoute } from '@tanstack/react-router'
import { itemsOf, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { NoticeRow } from './notice-row.tsx'
import styles from './notices.module.css'
import { noticeStates } from './notices-search.ts'

export const route = createLazyRoute('/notices')({ component: NoticesScreen })

const everyMs = 15_000

function NoticesScreen() {
  const text = useText()
  const words = text.notices
  const site = useSite()
  const { state = 'unresolved' } = route.useSearch()
  const navigate = route.useNavigate()
  // What all plants share concerns this one as well.
  const pages = useApiPages('listNotices', { query: { state, limit: 50 } }, { everyMs })
  return (
    <Page
      title={text.screens.notices}
      lead={words.lead}
      actions={
        <ButtonLink to="/notices/monitors" icon="settings">
          {words.monitors}
        </ButtonLink>
      }
    >
      <fieldset className={styles.choice} aria-label={words.stateFilter}>
        {noticeStates.map((one) => (
          <Button
            key={one}
            size="small"
            aria-pressed={state === one}
            onClick={() => void navigate({ search: one === 'unresolved' ? {} : { state: one }, replace: true })}
          >
            {words.filters[one]}
          </Button>
        ))}
      </fieldset>
      <Loaded of={pages}>
        {(data) => {
          const shown = itemsOf<'listNotices'>(data).filter((notice) => notice.site === site.id || notice.site === 'all-sites')
          return (
            <>
              {shown.length === 0 && (
                <Empty icon="check" title={words.none[state]}>
                  {words.noneAdvice}
                </Empty>
              )}
              <ul className={styles.list}>
                {shown.map((notice) => (
                  <NoticeRow key={notice.id} notice={notice} zone={site.id} />
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
    </Page>
  )
}
