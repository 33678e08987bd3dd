export type Look = 'auto' | 'light' | 'dark'

const key = 'look'

export function chosenLook(): Look {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'auto'
}

/** Light or dark from now on, or as the device says. */
export function chooseLook(look: Look): void {
  localStorage.setItem(key, look)
  showLook()
}

export function showLook(): void {
  const look = chosenLook()
  if (look === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = look
}
