import { useSyncExternalStore } from 'react'
import type { Kept } from './kept.ts'

/** What is kept at present, and again when it changes. */
export function useKept<Value>(kept: Kept<Value>): readonly Value[] {
  return useSyncExternalStore(kept.subscribe, kept.list)
}
