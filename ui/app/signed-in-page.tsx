import { createLazyRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useText } from '../text/text.ts'
import { DoorPage } from './door-page.tsx'
import { tellOfSignIn } from './hear-of-sign-in.ts'

export const route = createLazyRoute('/signed-in')({ component: SignedInPage })

/** Where the tab ends that one signed in with in the middle of work. A browser may refuse to close it: then the person does. */
function SignedInPage() {
  const text = useText().session
  useEffect(() => {
    tellOfSignIn()
    window.close()
  }, [])
  return (
    <DoorPage title={text.signedIn} lead={text.signedInAdvice}>
      <a href="/">{text.toStart}</a>
    </DoorPage>
  )
}
