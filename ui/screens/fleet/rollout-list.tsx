import { Link, useNavigate } from '@tanstack/react-router'
import { type Item, itemsOf, useAction, useApi, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded, Problem } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useToast } from '../../design/toast.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './fleet.module.css'
import { RolloutStateTag } from './rollout-state.tsx'

type Release = Item<'listReleases'>
type Rollout = Item<'listRollouts'>

/** Releases that can be rolled out, and what was. */
export function RolloutList() {
  const words = useText().fleet
  const site = useSite().id
  const rollouts = useApiPages('listRollouts', { query: { site } }, { everyMs: 10_000 })
  return (
    <>
      <ReadyReleases site={site} />
      <Card title={words.rollouts}>
        <Loaded of={rollouts}>
          {(data) => {
            const items = itemsOf<'listRollouts'>(data)
            return items.length === 0 ? (
              <Empty icon="upload" title={words.noRollouts}>
                {words.noRolloutsAdvice}
              </Empty>
            ) : (
              <>
                <RolloutTable rollouts={items} />
                {rollouts.hasNextPage && <More isBusy={rollouts.isFetchingNextPage} onMore={() => rollouts.fetchNextPage()} />}
              </>
            )
          }}
        </Loaded>
      </Card>
    </>
  )
}

function More({ isBusy, onMore }: { isBusy: boolean; onMore: () => void }) {
  return (
    <Button isBusy={isBusy} onClick={onMore}>
      {useText().shell.loadMore}
    </Button>
  )
}

function RolloutTable({ rollouts }: { rollouts: readonly Rollout[] }) {
  const words = useText().fleet
  const columns: Column<Rollout>[] = [
    {
      title: words.release,
      cell: ({ id, release, model }) => (
        <>
          <Link to="/fleet/rollouts/$id" params={{ id }} className={styles.strong}>
            {release}
          </Link>
          {model !== undefined && (
            <small className={styles.under}>
              {model.name} {model.version}
            </small>
          )}
        </>
      ),
    },
    { title: words.state, cell: ({ state }) => <RolloutStateTag state={state} /> },
    { title: words.ring, cell: ({ rings, ring, state }) => (state === 'completed' ? '–' : (rings[ring]?.name ?? '–')) },
    { title: words.begun, cell: ({ startedAt, site }) => <SiteTime at={startedAt} site={site} /> },
    { title: words.because, cell: ({ reason }) => reason ?? '' },
  ]
  return <Table caption={words.rollouts} columns={columns} rows={rollouts} keyOf={({ id }) => id} />
}

/** What was built and can go to the devices. */
function ReadyReleases({ site }: { site: string }) {
  const words = useText().fleet
  const mayStart = useCan('iot-engineer')
  const show = useToast()
  const navigate = useNavigate()
  const releases = useApi('listReleases', { query: { site, limit: 20 } }, { everyMs: 15_000 })
  const start = useAction('startRollout', ['listRollouts', 'listReleases'])
  const begin = async (release: string) => {
    const { id } = await start.mutateAsync({ body: { site, release } })
    show({ message: words.started(release) })
    await navigate({ to: '/fleet/rollouts/$id', params: { id } })
  }
  const columns: Column<Release>[] = [
    {
      title: words.release,
      cell: ({ id, model, readyAt, createdAt }) => (
        <>
          {id}
          {model !== undefined && (
            <small className={styles.under}>
              {model.name} {model.version}
            </small>
          )}
          <small className={styles.under}>
            {words.builtAt} <SiteTime at={readyAt ?? createdAt} site={site} />
          </small>
        </>
      ),
    },
    {
      title: words.start,
      cell: ({ id }) =>
        mayStart && (
          <Button icon="upload" size="small" isBusy={start.isPending} onClick={() => begin(id).catch(() => {})}>
            {words.start}
          </Button>
        ),
    },
  ]
  return (
    <Card title={words.ready}>
      {start.error && <Problem error={start.error} />}
      <Loaded of={releases}>
        {({ items }) => {
          const ready = items.filter(({ state }) => state === 'ready')
          return ready.length === 0 ? (
            <p className={styles.soft}>{words.noneReady}</p>
          ) : (
            <Table caption={words.ready} columns={columns} rows={ready} keyOf={({ id }) => id} />
          )
        }}
      </Loaded>
    </Card>
  )
}
