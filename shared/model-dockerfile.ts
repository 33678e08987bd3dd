import { readFileSync } from 'node:fs'

/** How a model gets into an image; the same file for every builder. */
export const modelDockerfile: Uint8Array = readFileSync(new URL('../edge/model.Dockerfile', import.meta.url))
