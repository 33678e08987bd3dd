import { itemsOf, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './compliance.module.css'

/** Who changed the policy, when and why. */
export function VersionsTab() {
  const text = useText()
  const words = text.compliance
  const { id: site } = useSite()
  const versions = useApiPages('listCompliancePolicies', { params: { site }, query: { limit: 20 } })
  const items = itemsOf<'listCompliancePolicies'>(versions.data)
  const names: Readonly<Record<string, string>> = Object.assign({}, ...(versions.data?.pages ?? []).map((page) => page.names))
  return (
    <Loaded of={versions}>
      {() =>
        items.length === 0 ? (
          <Empty icon="compliance" title={words.noVersions}>
            {words.noVersionsAdvice}
          </Empty>
        ) : (
          <div className={styles.parts}>
            {items.map(({ number, savedAt, savedBy = '', note, policy }) => (
              <Card key={number} title={words.version(number)}>
                <p className={styles.note}>
                  {savedAt !== undefined && <SiteTime at={savedAt} />} · {names[savedBy] ?? savedBy}
                </p>
                {note !== undefined && <p dir="auto">{note}</p>}
                <p className={styles.note}>{words.rulesOf(policy.rules.map(({ id }) => id).join(' → '))}</p>
                <details className={styles.data}>
                  <summary>{words.asData}</summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                  <pre tabIndex={0}>{JSON.stringify(policy, null, 2)}</pre>
                </details>
              </Card>
            ))}
            {versions.hasNextPage && (
              <Button isBusy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
                {text.shell.loadMore}
              </Button>
            )}
          </div>
        )
      }
    </Loaded>
  )
}
