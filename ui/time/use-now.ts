import { useEffect, useState } from 'react'

/** The present in milliseconds, looked at again every so often: what says "2 minutes ago" must not stand still. */
export function useNow(everyMs = 10_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
