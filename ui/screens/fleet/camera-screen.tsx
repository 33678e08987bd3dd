import { createLazyRoute, Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Item, useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { CameraState } from '../../fleet/camera-state.tsx'
import { CameraTroubles } from '../../fleet/camera-troubles.tsx'
import { cameraNow } from '../../fleet/device-problems.ts'
import { draftOf, newDraft } from '../../fleet/rule-draft.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useProblemWords } from '../../text/use-problem-words.ts'
import { useNow } from '../../time/use-now.ts'
import { CameraForm } from './camera-form.tsx'
import { CameraHealthCard } from './camera-health-card.tsx'
import styles from './fleet.module.css'
import { ReportedEffect } from './reported-effect.tsx'
import { RuleSentence } from './rule-sentence.tsx'
import { RuleWorkbench } from './rule-workbench.tsx'

export const route = createLazyRoute('/fleet/cameras/$id')({ component: CameraScreen })

/** One camera: what it sees, and what is made of it. */
function CameraScreen() {
  const { id } = useParams({ from: '/fleet/cameras/$id' })
  const words = useText().fleet
  const site = useSite().id
  const cameras = useApi('listCameras', { params: { site } })
  return (
    <Loaded of={cameras}>
      {({ items }) => {
        const camera = items.find((one) => one.id === id)
        return camera === undefined ? (
          <Page title={words.camera}>
            <Empty icon="camera" title={words.noCamera}>
              {words.noCameraAdvice} <Link to="/fleet">{words.tabs.cameras}</Link>
            </Empty>
          </Page>
        ) : (
          <OneCamera key={id} camera={camera} />
        )
      }}
    </Loaded>
  )
}

function OneCamera({ camera }: { camera: Item<'listCameras'> }) {
  const text = useText()
  const words = text.fleet
  const { id, site, device, name } = camera
  const mayChange = useCan('iot-engineer')
  const show = useToast()
  const navigate = useNavigate()
  const now = useNow()
  const [isEditing, setEditing] = useState(false)
  const fleet = useApi('readFleet', { params: { site } }, { everyMs: 10_000 })
  const condition = fleet.data?.items.find((one) => one.id === device)
  const health = cameraNow(condition, id, now)
  const put = useAction('saveCamera', ['listCameras', 'readFleet', 'getDevice'])
  const wordsOf = useProblemWords()
  const remove = useAction('removeCamera', ['listCameras', 'readFleet', 'getDevice'])
  const bringBack = async () => {
    await put.mutateAsync({ params: { site, id }, body: { name, device, settings: camera.settings } })
    show({ message: words.broughtBack(name) })
  }
  const takeAway = async () => {
    await remove.mutateAsync({ params: { site, id } })
    await navigate({ to: '/fleet', search: { tab: 'cameras' } })
    show({ message: words.removed(name), undo: () => void bringBack() })
  }
  const lead = (
    <span className={styles.tags}>
      <CameraState state={health.state} />
      <CameraTroubles troubles={health.troubles} />
      <Link to="/fleet/devices/$id" params={{ id: device }}>
        {condition?.name ?? device}
      </Link>
      <code>{camera.settings.source}</code>
      <Link to="/archive" search={{ camera: id } as never}>
        {text.screens.archive}
      </Link>
    </span>
  )
  const actions = mayChange && (
    <>
      <Button icon="edit" onClick={() => setEditing(true)}>
        {words.editCamera}
      </Button>
      <Button
        icon="trash"
        isBusy={remove.isPending}
        onClick={() => takeAway().catch((error) => show({ message: wordsOf(error), isProblem: true }))}
      >
        {words.removeCamera}
      </Button>
    </>
  )
  return (
    <Page title={name} lead={lead} actions={actions} isWide>
      {isEditing && <CameraForm camera={camera} onClose={() => setEditing(false)} />}
      <ReportedEffect device={device} />
      <Rules camera={camera} />
      <CameraHealthCard site={site} id={id} name={name} now={health} />
    </Page>
  )
}

/** The rules of a camera; one of them lies open on the picture. */
function Rules({ camera }: { camera: Item<'listCameras'> }) {
  const words = useText().fleet
  const { id, site } = camera
  const mayChange = useCan('iot-engineer')
  const { rule: open } = useSearch({ from: '/fleet/cameras/$id' })
  const navigate = useNavigate({ from: '/fleet/cameras/$id' })
  const choose = (rule: string | undefined) => void navigate({ search: { rule }, replace: true })
  const rules = useApi('listRules', { params: { site } })
  return (
    <Loaded of={rules}>
      {({ items }) => {
        const own = items.filter(({ rule }) => rule.camera === id)
        const chosen = own.find((one) => one.id === open)
        const isNew = mayChange && open === newRule
        const labels = [...new Set(items.map(({ rule }) => rule.label))]
        const draft = isNew ? newDraft(id, own[0]?.rule.label ?? labels[0] ?? '') : chosen && draftOf(chosen)
        return (
          <>
            <Card
              title={words.rules}
              actions={
                mayChange && (
                  <Button icon="plus" look={isNew ? 'plain' : 'primary'} disabled={isNew} onClick={() => choose(newRule)}>
                    {words.addRule}
                  </Button>
                )
              }
            >
              {own.length === 0 ? (
                <Empty icon="incidents" title={words.noRules}>
                  {words.noRulesAdvice}
                </Empty>
              ) : (
                <ul className={styles.rules}>
                  {own.map((one) => (
                    <li key={one.id} data-chosen={one.id === open || undefined}>
                      <Button look="quiet" aria-pressed={one.id === open} onClick={() => choose(one.id === open ? undefined : one.id)}>
                        {one.name}
                      </Button>
                      {!one.rule.enabled && <Tag>{words.ruleOff}</Tag>}
                      <RuleSentence draft={draftOf(one)} />
                    </li>
                  ))}
                </ul>
              )}
            </Card>
            <RuleWorkbench
              key={isNew ? newRule : (chosen?.id ?? '')}
              camera={camera}
              stored={draft}
              labels={labels}
              takenIds={items.map((one) => one.id)}
              onOpen={choose}
            />
          </>
        )
      }}
    </Loaded>
  )
}

/** No id begins with a tilde, so no rule is called this. */
const newRule = '~new'
