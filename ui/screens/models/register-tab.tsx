import { Link } from '@tanstack/react-router'
import { type Item, useApiPages } from '../../api/use-api.ts'
import { Tag } from '../../design/tag.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { ModelTags } from './model-tags.tsx'
import styles from './models.module.css'
import { PagedList } from './paged-list.tsx'
import { WhyRefused } from './why-refused.tsx'

type Model = Item<'listModels'>

const everyMs = 10_000

/** All models of the site, newest first; the one in force stands out. */
export function RegisterTab() {
  const text = useText().models
  const site = useSite()
  const maySupply = useCan('data-scientist')
  const models = useApiPages('listModels', { query: { site: site.id, limit: 30 } }, { everyMs })
  return (
    <PagedList
      of={models}
      icon="models"
      none={text.noneModels}
      advice={maySupply ? text.noneModelsAdvice : text.noneModelsWait}
      row={(model) => <ModelRow key={`${model.name} ${model.version}`} model={model} />}
    />
  )
}

function ModelRow({ model }: { model: Model }) {
  const text = useText().models
  const { bytes } = useFormat()
  const { name, version, site, labels, createdAt, run, isChampion, reason, dataset } = model
  return (
    <li>
      <Link to="/models/$name/$version" params={{ name, version }} className={`${styles.row} ${isChampion ? styles.champion : ''}`}>
        <span className={styles.rowHead}>
          <strong>
            {name} <span className={styles.version}>{version}</span>
          </strong>
          <ModelTags model={model} />
        </span>
        <span className={styles.facts}>
          <SiteTime at={createdAt} site={site} />
          <span>{text.labels(labels.join(', '))}</span>
          <span>{bytes(model.bytes)}</span>
          {run === undefined && <span>{text.broughtIn}</span>}
          {dataset !== undefined && <code>{dataset}</code>}
        </span>
        {reason !== undefined && (
          <span className={styles.reason}>
            <WhyRefused reason={reason} digest={model.evaluation} isBrief />
          </span>
        )}
        {model.evaluation === undefined && model.state === 'candidate' && <Tag>{text.noEvaluation}</Tag>}
      </Link>
    </li>
  )
}
