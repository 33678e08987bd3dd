const channelName = 'signed-in'

/** Tells the other tabs of this browser that somebody has signed in. */
export function tellOfSignIn(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(undefined)
  channel.close()
}

/** Hears of a sign-in in another tab; coming back to this one counts as well, since a tab may be closed before it can tell. */
export function hearOfSignIn(onSignIn: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = onSignIn
  window.addEventListener('focus', onSignIn)
  return () => {
    channel.close()
    window.removeEventListener('focus', onSignIn)
  }
}
