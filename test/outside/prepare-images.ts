import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { packRuntime, pushRuntime } from '../../local/console/push-runtime.ts'
import { modelDockerfile } from '../../shared/model-dockerfile.ts'
import { startReleaseServices } from '../harness/release-services.ts'

/** A registry with the runtime of this checkout, and an image that was built on it. */
export async function prepareImages(folder: string) {
  const services = await startReleaseServices(folder)
  const { imageRegistry, imageBuilder } = services
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const { repository, images } = await pushRuntime(imageRegistry, root)
  const { indexDigest } = await packRuntime(root)
  const base = images.find(({ architecture }) => architecture === 'amd64')!
  const model = 'edge/models/line-starter/'
  const run = await imageBuilder.begin({
    ...{ repository: 'built/line', tag: 'outside-amd64', architecture: 'amd64' },
    files: {
      Dockerfile: modelDockerfile,
      'model/model.onnx': readFileSync(`${root}${model}model.onnx`),
      'model/model.json': readFileSync(`${root}${model}model.json`),
    },
    buildArguments: {
      BASE: imageRegistry.referenceOf(repository, base.digest),
      ...{ MODEL_NAME: 'line', MODEL_VERSION: '1', MODEL_DIGEST: '0'.repeat(64), RELEASE: 'rel-1' },
    },
  })
  let found = await imageBuilder.find(run)
  for (; found?.state === 'running'; found = await imageBuilder.find(run)) await sleep(20)
  if (found?.digest === undefined) throw new Error(found?.problem ?? 'The build is gone.')
  return {
    facts: {
      host: new URL(services.registryUrl).host,
      index: `${repository}@${indexDigest}`,
      runtime: `${repository}@${base.digest}`,
      built: `built/line@${found.digest}`,
    },
    close: services.close,
  }
}
