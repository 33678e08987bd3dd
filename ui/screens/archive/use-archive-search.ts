import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ArchiveSearch } from './archive-search.ts'

/** What the address says, and a way to change it; a small step replaces the last one, so that "back" leaves the screen. */
export function useArchiveSearch(): { search: ArchiveSearch; show(changed: Partial<ArchiveSearch>): void } {
  const search = useSearch({ from: '/archive' })
  const navigate = useNavigate()
  const show = useCallback(
    (changed: Partial<ArchiveSearch>) =>
      void navigate({
        to: '/archive',
        search: (before) => ({ ...(before as ArchiveSearch), ...changed }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return { search, show }
}
