import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import type { ModelPassport } from './passport-lineage.ts'
import styles from './passports.module.css'

/** By what one tells this model from every other. */
export function ModelFacts({ passport: { model, run, releases } }: { passport: ModelPassport }) {
  const words = useText().passports
  const { bytes } = useFormat()
  const commit = model.commit ?? run?.commit
  return (
    <Card title={words.identity}>
      <dl className={styles.facts}>
        <Fact name={words.model}>
          <Link to={`/models/${model.name}/${model.version}` as string}>{`${model.name} ${model.version}`}</Link>
        </Fact>
        <Fact name={words.createdAt}>
          <SiteTime at={model.createdAt} site={model.site} />
        </Fact>
        <Fact name={words.labels}>{model.labels.join(', ')}</Fact>
        <Fact name={words.digest}>
          <code>{model.digest}</code> ({bytes(model.bytes)})
        </Fact>
        <Fact name={words.card}>
          <code>{model.cardSha256}</code>
        </Fact>
        {commit !== undefined && (
          <Fact name={words.commit}>
            <code>{commit}</code>
          </Fact>
        )}
        {releases.map(({ id, index, runtime, images }) => (
          <Fact key={id} name={words.imagesOf(id)}>
            {words.runtime(runtime)}
            {images.map(({ architecture, bytes: size }) => ` · ${architecture} ${bytes(size)}`).join('')}
            {index !== undefined && <code className={styles.under}>{index}</code>}
          </Fact>
        ))}
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
