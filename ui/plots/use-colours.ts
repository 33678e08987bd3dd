import { useEffect, useState } from 'react'

/** Counts how often the page went from light to dark or back: what is painted on a canvas must be painted anew. */
export function useLookChanges(): number {
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const onChange = () => setChanges((count) => count + 1)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', onChange)
    const observer = new MutationObserver(onChange)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      dark.removeEventListener('change', onChange)
      observer.disconnect()
    }
  }, [])
  return changes
}

/**
 * The colour that a token stands for right now. A canvas does not understand `light-dark()`, the style of an element does.
 * A new element is asked, as a known one may be on its way from one colour to another.
 */
export function colourOf(place: HTMLElement, token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
