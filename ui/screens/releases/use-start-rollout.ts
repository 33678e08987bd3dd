import { useNavigate } from '@tanstack/react-router'
import { useAction } from '../../api/use-api.ts'
import type { Release } from './release-state.tsx'

/** Sends a release to the devices without waiting for the timer, and goes where one sees it happen. */
export function useStartRollout({ id: release, site }: Pick<Release, 'id' | 'site'>) {
  const navigate = useNavigate()
  const { mutate, isPending, error } = useAction('startRollout', ['getRelease', 'listReleases', 'listRollouts'])
  const submit = () =>
    mutate({ body: { site, release } }, { onSuccess: ({ id }) => void navigate({ to: '/fleet/rollouts/$id', params: { id } }) })
  return { submit, isPending, error }
}
