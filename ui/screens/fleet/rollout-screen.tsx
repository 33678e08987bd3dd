import { createLazyRoute, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import type { IconName } from '../../design/icon.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { commandsOf, type Rollout, type RolloutCommand } from '../../fleet/rollout-progress.ts'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { CommandDialog } from './command-dialog.tsx'
import styles from './fleet.module.css'
import { RingColumns } from './ring-columns.tsx'
import { RolloutFigures } from './rollout-figures.tsx'
import { RolloutStateTag } from './rollout-state.tsx'

export const route = createLazyRoute('/fleet/rollouts/$id')({ component: RolloutScreen })

const [fastMs, slowMs] = [3000, 30_000]

/** One rollout: its rings as columns through which the devices move. */
function RolloutScreen() {
  const { id } = useParams({ from: '/fleet/rollouts/$id' })
  const [isOver, setOver] = useState(false)
  const rollout = useApi('getRollout', { params: { id } }, { everyMs: isOver ? slowMs : fastMs })
  const ended = rollout.data?.state === 'completed' || rollout.data?.state === 'rolled-back'
  if (ended !== isOver) setOver(ended)
  return <Loaded of={rollout}>{(data) => <OneRollout rollout={data} />}</Loaded>
}

const looks: Readonly<Record<RolloutCommand, { readonly icon: IconName; readonly look: 'danger' | 'plain' | 'primary' }>> = {
  halt: { icon: 'halt', look: 'danger' },
  resume: { icon: 'play', look: 'primary' },
  'roll-back': { icon: 'undo', look: 'danger' },
}

function OneRollout({ rollout }: { rollout: Rollout }) {
  const words = useText().fleet
  const [command, setCommand] = useState<RolloutCommand>()
  const mayHalt = useCan('iot-engineer', 'data-scientist', 'site-engineer')
  const mayAll = useCan('iot-engineer')
  const commands = commandsOf(rollout.state).filter((one) => (one === 'halt' ? mayHalt : mayAll))
  const names = { halt: words.halt, resume: words.resume, 'roll-back': words.rollBack }
  const { release, model, state, site, reason } = rollout
  return (
    <Page
      title={release}
      isWide
      lead={
        <span className={styles.tags}>
          <RolloutStateTag state={state} />
          {model !== undefined && `${model.name} ${model.version}`}
          {reason !== undefined && <span>{reason}</span>}
        </span>
      }
      actions={commands.map((one) => (
        <Button key={one} icon={looks[one].icon} look={looks[one].look} onClick={() => setCommand(one)}>
          {names[one]}
        </Button>
      ))}
    >
      {command !== undefined && (
        <CommandDialog rollout={rollout} command={command} title={names[command]} onClose={() => setCommand(undefined)} />
      )}
      <RingColumns rollout={rollout} />
      <RolloutFigures id={rollout.id} site={site} isOver={state === 'completed' || state === 'rolled-back'} />
      <Card title={words.history}>
        <dl className={styles.facts}>
          <dt>{words.begun}</dt>
          <dd>
            <SiteTime at={rollout.startedAt} site={site} />
          </dd>
          {rollout.rings.map(
            ({ name, doneAt }) =>
              doneAt !== undefined && (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>
                    {words.ring} {name}: {words.ringDone}
                  </dt>
                  <dd>
                    <SiteTime at={doneAt} site={site} />
                  </dd>
                </div>
              ),
          )}
          {rollout.backSince !== undefined && (
            <>
              <dt>{words.rolloutStates['rolling-back']}</dt>
              <dd>
                <SiteTime at={rollout.backSince} site={site} />
              </dd>
            </>
          )}
          {rollout.endedAt !== undefined && (
            <>
              <dt>{words.rolloutStates[state]}</dt>
              <dd>
                <SiteTime at={rollout.endedAt} site={site} />
              </dd>
            </>
          )}
          <dt>{words.before}</dt>
          <dd>{rollout.before ?? '–'}</dd>
        </dl>
      </Card>
    </Page>
  )
}
