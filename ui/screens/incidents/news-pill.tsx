import { Icon } from '../../design/icon.tsx'
import { useText } from '../../text/text.ts'
import styles from './news-pill.module.css'

/** Says that there is more than one sees, and brings it when one wants it. */
export function NewsPill({ count, isFull, onShow }: { count: number; isFull: boolean; onShow: () => void }) {
  const text = useText().incidents
  return (
    <div className={styles.place} role="status">
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={onShow}>
          <Icon name="up" size={16} />
          {text.news(`${count}${isFull ? '+' : ''}`)}
        </button>
      )}
    </div>
  )
}
