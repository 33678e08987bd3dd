import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { idPattern, slugOf } from '../../forms/slug.ts'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

type Device = Pick<Answer<'getDevice'>, 'id' | 'site' | 'name'>

/** Adds a device, or renames the one that is given. */
export function DeviceForm({ device, onClose }: { device?: Device; onClose: () => void }) {
  const text = useText()
  const words = text.fleet
  const site = useSite().id
  const show = useToast()
  const navigate = useNavigate()
  const [name, setName] = useState(device?.name ?? '')
  const [ownId, setId] = useState<string>()
  const id = device?.id ?? ownId ?? slugOf(name)
  const devices = useApi('listDevices', { params: { site } })
  const isTaken = device === undefined && devices.data?.items.some((one) => one.id === id)
  const save = useAction('saveDevice', ['readFleet', 'listDevices', 'getDevice'])
  const submit = async () => {
    await save.mutateAsync({ params: { site: device?.site ?? site, id }, body: { name } })
    show({ message: device === undefined ? words.added(name) : words.saved(name) })
    onClose()
    if (device === undefined) await navigate({ to: '/fleet/devices/$id', params: { id } })
  }
  return (
    <Dialog title={device === undefined ? words.addDevice : words.renameDevice} onClose={onClose}>
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
        {device === undefined && (
          <Field label={words.id} hint={words.idHint} error={isTaken ? words.idTaken : undefined}>
            <input required pattern={idPattern} value={id} onChange={({ target }) => setId(target.value)} />
          </Field>
        )}
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
