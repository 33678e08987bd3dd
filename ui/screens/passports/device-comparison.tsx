import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answer } from '../../api/call.ts'
import { Icon } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './passports.module.css'

type Passport = Answer<'getDevicePassport'>
type Load = Passport['desired']
type Mismatch = Passport['mismatches'][number]

type Props = Pick<Passport, 'desired' | 'actual' | 'mismatches' | 'names'>

/** What a device should run beside what it says it runs; each difference with its reason. */
export function DeviceComparison({ desired, actual, mismatches, names }: Props) {
  const words = useText().passports
  const rows: readonly [Mismatch['what'], (load: Load) => ReactNode][] = [
    ['model', ({ model }) => model && <ModelLink {...model} />],
    ['release', ({ release }) => release && <Release release={release} names={names} />],
    ['image', ({ image }) => image && <code title={image}>{shortImage(image)}</code>],
  ]
  const isSame = mismatches.length === 0
  return (
    <Card
      title={words.comparison}
      actions={
        <Tag tone={isSame ? 'good' : 'warning'} icon={isSame ? 'check' : 'incidents'}>
          {isSame ? words.same : words.differs}
        </Tag>
      }
    >
      <table className={styles.compared}>
        <caption className="visually-hidden">{words.comparison}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.desired}</th>
            <th scope="col">{words.actual}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, show]) => {
            const differs = mismatches.some((one) => one.what === what)
            return (
              <tr key={what} data-differs={differs || undefined}>
                <th scope="row">
                  {words.what[what]} {differs && <Tag tone="warning">{words.different}</Tag>}
                </th>
                <td data-title={words.desired}>{show(desired) ?? words.nothingDesired}</td>
                <td data-title={words.actual}>{show(actual) ?? words.nothing}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <Reasons mismatches={mismatches} />
    </Card>
  )
}

/** Differences of one cause are told together. */
function Reasons({ mismatches }: Pick<Props, 'mismatches'>) {
  const words = useText().passports
  const told = mismatches.filter(({ because }) => because !== 'on-its-way')
  const causes = [...new Map((told.length === 0 ? mismatches : told).map((one) => [one.because, one])).values()]
  if (causes.length === 0) return null
  return (
    <div className={styles.warned} role="status">
      <Icon name="incidents" />
      <ul>
        {causes.map(({ because, reason }) => (
          <li key={because}>
            <strong>{words.because[because]}</strong>
            {(because === 'refused' || because === 'not-applied') && <span>{reason.slice(reason.indexOf(': ') + 2)}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function ModelLink({ name, version }: { name: string; version: string }) {
  return <Link to={`/models/${name}/${version}/passport` as string}>{`${name} ${version}`}</Link>
}

function Release({
  release: { id, state, commissionedBy, createdAt },
  names,
}: {
  release: NonNullable<Load['release']>
  names: Props['names']
}) {
  const words = useText().passports
  return (
    <>
      <Link to={`/releases/${id}` as string}>{id}</Link>
      <small className={styles.under}>
        {words.releaseState[state]} · <SiteTime at={createdAt} as="date" />
        {commissionedBy !== undefined && ` · ${words.commissionedBy(names[commissionedBy] ?? commissionedBy)}`}
      </small>
    </>
  )
}

/** `registry.example.com/plant@sha256:0123…` by its last part, which alone tells images apart. */
function shortImage(image: string): string {
  const [name = '', digest] = image.split('@sha256:')
  return digest === undefined ? name : `${name.slice(name.lastIndexOf('/') + 1)}@${digest.slice(0, 12)}…`
}
