import { createLazyRoute } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { PassportParts } from './passport-parts.tsx'
import styles from './passports.module.css'
import { modelTones } from './tones.ts'

export const route = createLazyRoute('/models/$name/$version/passport')({ component: ModelPassportScreen })

/** Where a model comes from and where it works. */
function ModelPassportScreen() {
  const { name, version } = route.useParams()
  const text = useText()
  const words = text.passports
  const { number } = useFormat()
  const passport = useApi('getModelPassport', { params: { name, version } })
  return (
    <Loaded of={passport}>
      {(data) => (
        <Page
          isWide
          title={words.modelTitle(`${name} ${version}`)}
          lead={
            <span className={styles.tags}>
              <Tag tone={modelTones[data.model.state]}>{text.datasets.modelState[data.model.state]}</Tag>
              {data.isChampion && (
                <Tag tone="good" icon="star">
                  {words.champion}
                </Tag>
              )}
              <span>{words.runsIn(data.devices.count, number(data.devices.count))}</span>
            </span>
          }
          actions={
            <ButtonLink to={`/models/${name}/${version}` as string} icon="models">
              {words.toModel}
            </ButtonLink>
          }
        >
          <PassportParts key={data.model.digest} passport={data} />
        </Page>
      )}
    </Loaded>
  )
}
