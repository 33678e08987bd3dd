import { useState } from 'react'

/** Farthest that boxes can be moved, in milliseconds. */
export const farthestOffsetMs = 2_000

/** How much later than their time the boxes of a camera are shown; remembered on this device. */
export function useBoxOffset(site: string, camera: string): [offsetMs: number, change: (offsetMs: number) => void] {
  const key = `box-offset.${site}.${camera}`
  const [kept, setKept] = useState<{ key: string; offsetMs: number }>()
  const offsetMs = kept?.key === key ? kept.offsetMs : read(key)
  const change = (wanted: number) => {
    const next = Math.max(-farthestOffsetMs, Math.min(farthestOffsetMs, Math.round(wanted)))
    if (next === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, String(next))
    setKept({ key, offsetMs: next })
  }
  return [offsetMs, change]
}

function read(key: string): number {
  const number = Number(localStorage.getItem(key) ?? 0)
  return Number.isFinite(number) ? number : 0
}
