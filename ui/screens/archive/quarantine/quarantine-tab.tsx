import { itemsOf, useApiPages } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import styles from './quarantine.module.css'

/** What devices sent and the product did not take in: nothing is thrown away, and the reason stands beside it. */
export function QuarantineTab() {
  const text = useText()
  const words = text.archive.quarantine
  const pages = useApiPages('listQuarantine', { query: {} })
  return (
    <Card title={text.archive.tabs.quarantine}>
      <p className={styles.soft}>{words.lead}</p>
      <Loaded of={pages}>
        {(data) => {
          const items = itemsOf<'listQuarantine'>(data)
          if (items.length === 0) {
            return (
              <Empty icon="check" title={words.none}>
                {words.noneAdvice}
              </Empty>
            )
          }
          return (
            <>
              <ul className={styles.list}>
                {items.map(({ id, reason, detail, receivedAt, device, bytes, sha256, sample, replayedAt }) => (
                  <li key={id} className={styles.item}>
                    <div className={styles.head}>
                      <strong>{(words.reasons as Readonly<Record<string, string>>)[reason] ?? reason}</strong>
                      {replayedAt !== undefined && <Tag tone="good">{words.replayed}</Tag>}
                    </div>
                    <p className={styles.detail}>{detail}</p>
                    <p className={styles.soft}>
                      {device ?? words.noDevice} · {words.bytes(bytes)} · <SiteTime at={receivedAt} />
                    </p>
                    <details>
                      <summary>{words.sample}</summary>
                      <pre className={styles.sample}>{textOf(sample)}</pre>
                      <p className={styles.soft}>
                        SHA-256 <code>{sha256}</code>
                      </p>
                    </details>
                  </li>
                ))}
              </ul>
              {pages.hasNextPage && (
                <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  {text.shell.loadMore}
                </Button>
              )}
            </>
          )
        }}
      </Loaded>
    </Card>
  )
}

/** The beginning of what came, as text; what is none shows as replacement signs. */
function textOf(sample: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(sample), (letter) => letter.charCodeAt(0)))
}
