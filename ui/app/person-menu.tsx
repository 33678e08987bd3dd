import { useId, useState } from 'react'
import { Button } from '../design/button.tsx'
import { Field } from '../design/field.tsx'
import { useCan, useMe } from '../people/use-me.ts'
import { useShortcutHelp } from '../shortcuts/shortcuts.tsx'
import { chooseLanguage, languages } from '../text/load-text.ts'
import { useLanguage } from '../text/text.ts'
import { DeviceAlerts } from './device-alerts.tsx'
import { chooseLook, chosenLook, type Look } from './look.ts'
import styles from './person-menu.module.css'
import { findPushManager, stopPush } from './push-subscription.ts'

/** Who one is, and what one likes: language, light or dark. */
export function PersonMenu() {
  const { language, text } = useLanguage()
  const { name, roles } = useMe()
  const [look, setLook] = useState(chosenLook)
  const showKeys = useShortcutHelp()
  const id = useId()
  const mayBeAlerted = useCan('site-engineer')
  const pick = (wanted: Look) => {
    chooseLook(wanted)
    setLook(wanted)
  }
  return (
    <>
      <Button look="quiet" icon="person" label={text.shell.signedInAs(name)} popoverTarget={id} />
      <div id={id} popover="auto" className={styles.menu}>
        <div>
          <p className={styles.name}>{name}</p>
          <p className={styles.roles}>{roles.map((role) => text.words.role[role]).join(', ')}</p>
        </div>
        <Field label={text.shell.language}>
          <select value={language} onChange={(event) => chooseLanguage(event.target.value)}>
            {languages.map((tag) => (
              <option key={tag} value={tag}>
                {new Intl.DisplayNames([tag], { type: 'language' }).of(tag)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={text.shell.look}>
          <select value={look} onChange={(event) => pick(event.target.value as Look)}>
            <option value="auto">{text.shell.lookAuto}</option>
            <option value="light">{text.shell.lookLight}</option>
            <option value="dark">{text.shell.lookDark}</option>
          </select>
        </Field>
        {mayBeAlerted && <DeviceAlerts />}
        <Button icon="keyboard" onClick={showKeys}>
          {text.shell.help}
        </Button>
        <Button icon="back" onClick={() => void signOut()}>
          {text.shell.signOut}
        </Button>
      </div>
    </>
  )
}

/** Whoever leaves a device is not to be told on it any more: the next one may be somebody else. */
async function signOut(): Promise<void> {
  await stopPush(await findPushManager()).catch(() => {})
  location.assign('/.auth/logout?post_logout_redirect_uri=/signed-out')
}
