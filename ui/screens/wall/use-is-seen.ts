import { type RefObject, useEffect, useState } from 'react'

/** Whether an element is on the screen: what nobody sees needs no picture. */
export function useIsSeen(place: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false), { rootMargin: '100px' })
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return isSeen
}
