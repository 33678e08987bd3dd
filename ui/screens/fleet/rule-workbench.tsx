import { useState } from 'react'
import { type Item, useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { isSame, type RuleDraft, ruleOf } from '../../fleet/rule-draft.ts'
import type { Zone } from '../../fleet/zone-geometry.ts'
import { slugOf } from '../../forms/slug.ts'
import { useCan } from '../../people/use-me.ts'
import { BoxLayer } from '../../picture/box-layer.tsx'
import { useCameraPicture } from '../../picture/use-camera-picture.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'
import { RuleForm } from './rule-form.tsx'
import { PreviewMarks, RulePreview } from './rule-preview.tsx'
import { RuleSentence } from './rule-sentence.tsx'
import { useRulePreview } from './use-rule-preview.ts'
import { ZoneCorners } from './zone-corners.tsx'
import { ZoneEditor } from './zone-editor.tsx'
import { ZoneNotes } from './zone-notes.tsx'

interface RuleWorkbenchProps {
  readonly camera: Item<'listCameras'>
  /** The rule that lies open, as it is stored or begins; undefined = the picture alone. */
  readonly stored: RuleDraft | undefined
  readonly labels: readonly string[]
  readonly takenIds: readonly string[]
  readonly onOpen: (rule: string | undefined) => void
}

/** The camera's picture; on it the zone of a rule and what the rule would have made of the last minutes, beside it the rule. */
export function RuleWorkbench({ camera, stored, labels, takenIds, onOpen }: RuleWorkbenchProps) {
  const text = useText()
  const words = text.fleet
  const { id, site } = camera
  const mayChange = useCan('iot-engineer')
  const [draft, setDraft] = useState(stored)
  const [chosen, setChosen] = useState<number>()
  const picture = useCameraPicture({ site, camera: id, maxWidth: 1280 })
  const rule = draft && ruleOf(draft)
  const preview = useRulePreview(site, rule)
  const seen = [...new Set([...labels, ...picture.detections.map(({ label }) => label)])]
  const setZone = (zone: Zone) => draft && setDraft({ ...draft, zone })
  const refresh = (
    <Button icon="retry" isBusy={picture.isAsking} onClick={() => picture.refetch()}>
      {words.newPicture}
    </Button>
  )
  return (
    <div className={draft === undefined ? undefined : styles.bench}>
      <Card title={draft === undefined ? words.picture : words.zoneStage} actions={refresh}>
        <ZoneEditor
          source={picture.source}
          isAsking={picture.isAsking}
          alt={text.wall.pictureOf(camera.name, picture.detections.length)}
          zone={draft?.zone ?? []}
          onChange={setZone}
          chosen={chosen}
          onChoose={setChosen}
          isReadOnly={!mayChange || draft === undefined}
        >
          {draft === undefined ? (
            <BoxLayer boxes={picture.detections} />
          ) : (
            <PreviewMarks preview={preview.data} anchor={draft.rule.anchor} />
          )}
        </ZoneEditor>
        {picture.error !== null && <Problem error={picture.error} onRetry={() => picture.refetch()} />}
        {draft !== undefined && (
          <>
            <ZoneNotes zone={draft.zone} onChange={mayChange ? setZone : undefined} />
            {mayChange && <ZoneCorners zone={draft.zone} onChange={setZone} chosen={chosen} onChoose={setChosen} />}
            <RulePreview preview={preview} site={site} />
          </>
        )}
      </Card>
      {draft !== undefined && mayChange && (
        <Card title={draft.id === undefined ? words.newRule : draft.name}>
          <RuleEdit {...{ camera, draft, stored, takenIds, onOpen }} onChange={setDraft} labels={seen} isComplete={rule !== undefined} />
        </Card>
      )}
    </div>
  )
}

interface RuleEditProps extends Omit<RuleWorkbenchProps, 'stored'> {
  readonly draft: RuleDraft
  readonly stored: RuleDraft | undefined
  readonly onChange: (draft: RuleDraft) => void
  readonly isComplete: boolean
}

function RuleEdit({ camera: { site }, draft, stored, labels, takenIds, onOpen, onChange, isComplete }: RuleEditProps) {
  const text = useText()
  const words = text.fleet
  const show = useToast()
  const changes = ['listRules', 'getDevice', 'readFleet'] as const
  const save = useAction('saveRule', changes)
  const remove = useAction('removeRule', changes)
  const rule = ruleOf(draft)
  const isChanged = draft.id === undefined || stored === undefined || !isSame(draft, stored)
  const submit = async () => {
    if (rule === undefined) return
    const id = draft.id ?? freeId(slugOf(draft.name), takenIds)
    await save.mutateAsync({ params: { site, id }, body: { name: draft.name, rule } })
    show({ message: words.saved(draft.name) })
    onOpen(id)
  }
  const takeAway = async (id: string) => {
    const before = stored && ruleOf(stored)
    await remove.mutateAsync({ params: { site, id } })
    onOpen(undefined)
    const bringBack = async () => {
      if (before === undefined || stored === undefined) return
      await save.mutateAsync({ params: { site, id }, body: { name: stored.name, rule: before } })
      show({ message: words.broughtBack(stored.name) })
    }
    show({ message: words.removed(draft.name), undo: () => void bringBack() })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit().catch(() => {})
      }}
    >
      <div className={styles.sentence} aria-live="polite">
        <RuleSentence draft={draft} />
      </div>
      <RuleForm draft={draft} onChange={onChange} labels={labels} />
      {save.error && <Problem error={save.error} />}
      {remove.error && <Problem error={remove.error} />}
      <div className={styles.buttons}>
        {isChanged && <Tag tone="warning">{words.unsaved}</Tag>}
        {draft.id !== undefined && (
          <Button icon="trash" isBusy={remove.isPending} onClick={() => takeAway(draft.id ?? '').catch(() => {})}>
            {words.removeRule}
          </Button>
        )}
        <Button onClick={() => onOpen(undefined)}>{text.shell.cancel}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isComplete || !isChanged}>
          {text.shell.save}
        </Button>
      </div>
    </form>
  )
}

/** Names repeat, ids do not. */
function freeId(wanted: string, taken: readonly string[]): string {
  const base = wanted === '' ? 'rule' : wanted
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base.slice(0, 58)}-${number}`
    if (!taken.includes(id)) return id
  }
}
