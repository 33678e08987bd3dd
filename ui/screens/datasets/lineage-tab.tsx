import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/call.ts'
import { itemsOf, useApi, useApiPages } from '../../api/use-api.ts'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Table } from '../../design/table.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './datasets.module.css'
import type { PartProps } from './part-props.ts'

type Lineage = Answer<'getDatasetLineage'>

const tones: Record<Lineage['models']['named'][number]['state'], Tone> = {
  candidate: 'info',
  refused: 'warning',
  approved: 'good',
  revoked: 'critical',
}

/** Which runs, models and devices learned from the version. */
export function LineageTab({ entry }: PartProps) {
  const { datasets: text, passports } = useText()
  const lineage = useApi('getDatasetLineage', { params: { version: entry.version } })
  return (
    <>
      <p className={styles.soft}>
        {text.lineageLead}{' '}
        <Link to="/lineage/$kind/$id" params={{ kind: 'dataset', id: entry.version }}>
          {passports.learnedLink}
        </Link>
      </p>
      <Loaded of={lineage}>
        {({ models, devices }) =>
          models.count === 0 ? (
            <Empty icon="models" title={text.lineageNone}>
              {text.lineageNoneAdvice}
              <Link to="/models">{text.toModels}</Link>
            </Empty>
          ) : (
            <div className={styles.two}>
              <Models models={models} />
              <Devices devices={devices} />
            </div>
          )
        }
      </Loaded>
      <Runs entry={entry} />
    </>
  )
}

function Models({ models: { count, named } }: Pick<Lineage, 'models'>) {
  const text = useText().datasets
  const { number } = useFormat()
  return (
    <Card title={text.modelsTitle}>
      <Table
        caption={text.modelsTitle}
        rows={named}
        keyOf={({ name, version }) => `${name} ${version}`}
        columns={[
          {
            title: text.model,
            cell: ({ name, version }) => (
              <Link to="/models/$name/$version/passport" params={{ name, version }}>{`${name} ${version}`}</Link>
            ),
          },
          { title: text.state, cell: ({ state }) => <Tag tone={tones[state]}>{text.modelState[state]}</Tag> },
        ]}
      />
      {count > named.length && <p className={styles.soft}>{text.andMore(number(count - named.length))}</p>}
    </Card>
  )
}

function Devices({ devices: { count, named } }: Pick<Lineage, 'devices'>) {
  const text = useText().datasets
  const { number } = useFormat()
  return (
    <Card title={text.devices}>
      {count === 0 ? (
        <p className={styles.soft}>{text.noDevices}</p>
      ) : (
        <Table
          caption={text.devices}
          rows={named}
          keyOf={({ device }) => device}
          columns={[
            {
              title: text.device,
              cell: ({ device }) => (
                <Link to="/devices/$id/passport" params={{ id: device }}>
                  {device}
                </Link>
              ),
            },
            { title: text.model, cell: ({ model }) => `${model.name} ${model.version}` },
          ]}
        />
      )}
      {count > named.length && <p className={styles.soft}>{text.andMore(number(count - named.length))}</p>}
    </Card>
  )
}

function Runs({ entry }: Pick<PartProps, 'entry'>) {
  const text = useText().datasets
  const pages = useApiPages('listRuns', { query: { site: entry.site, limit: 100 } })
  return (
    <Card title={text.runs}>
      <Loaded of={pages}>
        {(data) => {
          const runs = itemsOf<'listRuns'>(data).filter(({ dataset }) => dataset === entry.version)
          if (runs.length === 0) return <p className={styles.soft}>{text.noRuns}</p>
          return (
            <Table
              caption={text.runs}
              rows={runs}
              keyOf={({ id }) => id}
              columns={[
                { title: text.run, cell: ({ id }) => <Link to={`/runs/${id}` as string}>{id}</Link> },
                { title: text.state, cell: ({ state }) => text.runState[state] },
                { title: text.started, cell: ({ createdAt, site }) => <SiteTime at={createdAt} site={site} /> },
              ]}
            />
          )
        }}
      </Loaded>
    </Card>
  )
}
