import type { Item } from '../../api/use-api.ts'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import styles from './models.module.css'

type Model = Pick<Item<'listModels'>, 'state' | 'isChampion'>

const tones: Record<Model['state'], Tone> = { candidate: 'info', approved: 'good', refused: 'warning', revoked: 'critical' }

/** What became of a model, and whether it is the one in force. */
export function ModelTags({ model: { state, isChampion } }: { model: Model }) {
  const text = useText().models
  return (
    <span className={styles.tags}>
      {isChampion && (
        <Tag tone="good" icon="star">
          {text.champion}
        </Tag>
      )}
      {!(isChampion && (state === 'approved' || state === 'candidate')) && <Tag tone={tones[state]}>{text.state[state]}</Tag>}
    </span>
  )
}
