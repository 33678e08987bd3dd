import { useState } from 'react'

const key = 'auto-advance'

/** Whether the next incident comes by itself after a verdict; remembered on this device. It does unless somebody said no. */
export function useAutoAdvance(): [isOn: boolean, change: (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => localStorage.getItem(key) !== 'off')
  return [
    isOn,
    (wanted) => {
      localStorage.setItem(key, wanted ? 'on' : 'off')
      setOn(wanted)
    },
  ]
}
