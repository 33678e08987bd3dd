import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Item, useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { idPattern, slugOf } from '../../forms/slug.ts'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'
import { TestPicture } from './test-picture.tsx'

type Camera = Item<'listCameras'>

const sourcePattern = '(rtsps?://|file:).+'
const recordings = ['continuous', 'incidents', 'off'] as const

/** Adds a camera, or changes the one that is given. The device can be asked for a picture before anything is saved. */
export function CameraForm({ camera, onClose }: { camera?: Camera; onClose: () => void }) {
  const text = useText()
  const words = text.fleet
  const site = useSite().id
  const show = useToast()
  const navigate = useNavigate()
  const devices = useApi('listDevices', { params: { site } })
  const cameras = useApi('listCameras', { params: { site } })
  const [name, setName] = useState(camera?.name ?? '')
  const [ownId, setId] = useState<string>()
  const [ownDevice, setDevice] = useState(camera?.device)
  const [settings, setSettings] = useState<Camera['settings']>(
    camera?.settings ?? { source: '', framesPerSecond: 10, recording: 'continuous', enabled: true },
  )
  const id = camera?.id ?? ownId ?? slugOf(name)
  const device = ownDevice ?? devices.data?.items[0]?.id ?? ''
  const isTaken = camera === undefined && cameras.data?.items.some((one) => one.id === id)
  const save = useAction('saveCamera', ['listCameras', 'readFleet', 'getDevice', 'showCamera'])
  const change = (part: Partial<Camera['settings']>) => setSettings((before) => ({ ...before, ...part }))
  const submit = async () => {
    await save.mutateAsync({ params: { site, id }, body: { name, device, settings } })
    show({ message: camera === undefined ? words.added(name) : words.saved(name) })
    onClose()
    if (camera === undefined) await navigate({ to: '/fleet/cameras/$id', params: { id } })
  }
  return (
    <Dialog title={camera === undefined ? words.addCamera : words.editCamera} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isTaken) submit().catch(() => {})
        }}
      >
        <Field label={words.name}>
          <input required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        {camera === undefined && (
          <Field label={words.id} hint={words.idHint} error={isTaken ? words.idTaken : undefined}>
            <input required pattern={idPattern} value={id} onChange={({ target }) => setId(target.value)} />
          </Field>
        )}
        <Field label={words.device}>
          <select required value={device} onChange={({ target }) => setDevice(target.value)}>
            {devices.data?.items.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.source} hint={words.sourceHint}>
          <input
            required
            maxLength={500}
            pattern={sourcePattern}
            title={words.sourceWrong}
            value={settings.source}
            onChange={({ target }) => change({ source: target.value.trim() })}
          />
        </Field>
        <Field label={words.credentials} hint={words.credentialsHint}>
          <input
            pattern={idPattern}
            value={settings.credentials ?? ''}
            onChange={({ target }) => change({ credentials: target.value || undefined })}
          />
        </Field>
        <TestPicture device={device} source={settings.source} credentials={settings.credentials} />
        <div className={styles.pair}>
          <Field label={words.framesPerSecond}>
            <input
              required
              type="number"
              min={0.1}
              max={60}
              step="any"
              value={settings.framesPerSecond}
              onChange={({ target }) => change({ framesPerSecond: target.valueAsNumber })}
            />
          </Field>
          <Field label={words.recording}>
            <select
              value={settings.recording}
              onChange={({ target }) => change({ recording: target.value as Camera['settings']['recording'] })}
            >
              {recordings.map((mode) => (
                <option key={mode} value={mode}>
                  {words.recordings[mode]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <label className={styles.check}>
          <input type="checkbox" checked={settings.enabled} onChange={({ target }) => change({ enabled: target.checked })} />
          {words.enabled}
        </label>
        {save.error && <Problem error={save.error} />}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button type="submit" look="primary" isBusy={save.isPending}>
            {text.shell.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
