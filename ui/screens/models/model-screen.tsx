import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { useSites } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { ModelCard } from './model-card.tsx'
import { ModelFigures } from './model-figures.tsx'
import { ModelFiles } from './model-files.tsx'
import { ModelPlaces } from './model-places.tsx'
import { ModelTags } from './model-tags.tsx'
import styles from './models.module.css'
import { RevokeModel } from './revoke-model.tsx'
import { WhyRefused } from './why-refused.tsx'

export const route = createLazyRoute('/models/$name/$version')({ component: ModelScreen })

function ModelScreen() {
  const params = route.useParams()
  const found = useApi('getModel', { params })
  return found.data === undefined ? (
    <Page title={`${params.name} ${params.version}`}>
      <Loaded of={found}>{() => null}</Loaded>
    </Page>
  ) : (
    <Shown model={found.data} />
  )
}

/** A model: what became of it, what it is, what its maker measured, and the way to everything around it. */
function Shown({ model }: { model: Answer<'getModel'> }) {
  const text = useText()
  const words = text.models
  const { all } = useSites()
  const mayRevoke = useCan('data-scientist', 'iot-engineer')
  const mayDownload = useCan('data-scientist')
  const [isAsking, setAsking] = useState(false)
  const { name, version, site, state, createdAt, reason, isChampion } = model
  const title = `${name} ${version}`
  return (
    <Page
      title={title}
      isWide
      lead={
        <>
          {all.find(({ id }) => id === site)?.name ?? site} · <SiteTime at={createdAt} site={site} />
        </>
      }
      actions={
        <>
          <ButtonLink to="/models" icon="back">
            {text.screens.models}
          </ButtonLink>
          {mayRevoke && state !== 'revoked' && (
            <Button icon="halt" onClick={() => setAsking(true)}>
              {words.revoke}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.state} role="status">
        <ModelTags model={model} /> {isChampion ? words.isChampion : words.stateMeans[state]}
      </p>
      {reason !== undefined && (
        <div className={styles.danger}>
          <strong>{words.why}:</strong> <WhyRefused reason={reason} digest={model.evaluation} />
        </div>
      )}
      <ModelPlaces model={model} />
      <div className={styles.pair}>
        <ModelFigures card={model.card} />
        <ModelCard model={model} />
      </div>
      {mayDownload && <ModelFiles model={model} />}
      {isAsking && <RevokeModel model={model} onClose={() => setAsking(false)} />}
    </Page>
  )
}
