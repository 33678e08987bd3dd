import { createLazyRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { whoIsSignedIn } from '../api/session.ts'
import { useText } from '../text/text.ts'
import { DoorPage } from './door-page.tsx'
import { signInAddress } from './sign-in-address.ts'

export const route = createLazyRoute('/signed-out')({ component: SignedOutPage })

function SignedOutPage() {
  const text = useText().session
  // A platform that keeps every page to people who are signed in has had them sign in again on the way here.
  useEffect(() => {
    void whoIsSignedIn().then((person) => person !== undefined && location.replace('/'))
  }, [])
  return (
    <DoorPage title={text.signedOut} lead={text.signedOutAdvice}>
      <a href={signInAddress('/')}>{text.signInAgain}</a>
    </DoorPage>
  )
}
