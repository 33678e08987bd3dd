import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from '../console/api.ts'
import type { Film } from './film.ts'

export const site = 'plant-1'
export const camera = 'camera-1'
export const device = 'edge-1'

export interface CameraPlace {
  readonly api: Api
  /** As the module names them. */
  readonly source: (film: Film) => string
  readonly recording: 'continuous' | 'incidents'
}

/** The camera's own start, and the picture that is analysed last. */
const marginSeconds = 2
/** Longer than pre-roll and post-roll together: what is seen in one film must not belong to incidents of the next. */
const pauseSeconds = 11

/** Lets the camera see each film once, from its start to its end, with a pause in between. */
export async function playFilms({ api, source, recording }: CameraPlace, films: readonly Film[]): Promise<void> {
  for (const [index, film] of films.entries()) {
    if (index > 0) await sleep(pauseSeconds * 1000)
    await setCamera(api, { source: source(film), recording, enabled: true })
    await sleep((film.truth.length / film.framesPerSecond + marginSeconds) * 1000)
    await setCamera(api, { source: source(film), recording, enabled: false })
  }
}

async function setCamera(api: Api, settings: { source: string; recording: string; enabled: boolean }): Promise<void> {
  await api.put(`sites/${site}/cameras/${camera}`, { device, name: 'Bench', settings: { framesPerSecond: 10, ...settings } })
}
