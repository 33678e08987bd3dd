import { useApi } from '../api/use-api.ts'
import { useSite } from '../people/site.tsx'

export interface Names {
  camera(id: string): string
  rule(id: string): string
}

/** Names of the cameras and rules of a site, of the shown one if none is given; the id where there is none (yet, or any more). */
export function useNames(site?: string): Names {
  const shown = useSite().id
  const params = { site: site ?? shown }
  const cameras = useApi('listCameras', { params }).data?.items
  const rules = useApi('listRules', { params }).data?.items
  return {
    camera: (id) => cameras?.find((camera) => camera.id === id)?.name ?? id,
    rule: (id) => rules?.find((rule) => rule.id === id)?.name ?? id,
  }
}
