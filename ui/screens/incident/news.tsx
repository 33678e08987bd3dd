import type { IncidentDetail } from '../../decisions/decision.ts'
import { Icon } from '../../design/icon.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { actOf } from './entry-words.ts'
import styles from './news.module.css'
import { useNews } from './use-news.ts'

/** Says aloud what somebody else does with the incident while one looks at it. */
export function News({ detail }: { detail: IncidentDetail }) {
  const text = useText()
  const news = useNews(detail)
  return (
    <div role="status" className={styles.place}>
      {news !== undefined && (
        <p className={styles.news}>
          <Icon name="person" />
          <span>
            <strong>{news.name}</strong> {actOf(news, text)} <SiteTime at={news.at} site={detail.incident.site} as="ago" />.
          </span>
        </p>
      )}
    </div>
  )
}
