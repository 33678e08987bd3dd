import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Loaded, Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import type { DeviceCondition } from '../../fleet/device-problems.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

interface RemoveDeviceProps {
  readonly device: Pick<DeviceCondition, 'id' | 'site' | 'name'>
  readonly onClose: () => void
}

/** Takes a device out of the fleet, and asks why. One that cameras hang on cannot go: it says which. */
export function RemoveDevice({ device: { id, site, name }, onClose }: RemoveDeviceProps) {
  const text = useText()
  const words = text.fleet
  const show = useToast()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const cameras = useApi('listCameras', { params: { site } })
  const remove = useAction('removeDevice', ['readFleet', 'listDevices'])
  const submit = async () => {
    await remove.mutateAsync({ params: { site, id }, body: { reason: reason.trim() } })
    show({ message: words.removed(name) })
    await navigate({ to: '/fleet' })
  }
  return (
    <Dialog title={words.removeDeviceTitle(name)} onClose={onClose}>
      <Loaded of={cameras}>
        {({ items }) => {
          const own = items.filter(({ device }) => device === id)
          if (own.length > 0) return <p>{words.removeCamerasFirst(own.map((camera) => camera.name).join(', '))}</p>
          return (
            <form
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault()
                submit().catch(() => {})
              }}
            >
              <p>{words.removeDeviceWhat}</p>
              <Field label={words.reason} hint={words.removeReasonHint}>
                <textarea required rows={3} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
              </Field>
              {remove.error && <Problem error={remove.error} />}
              <div className={styles.buttons}>
                <Button onClick={onClose}>{text.shell.cancel}</Button>
                <Button type="submit" look="danger" icon="trash" isBusy={remove.isPending} disabled={reason.trim() === ''}>
                  {words.removeDevice}
                </Button>
              </div>
            </form>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
