import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { modelFiles } from '../domain/model-package.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import { modelFolder } from '../domain/training-job.ts'
import type { Ports } from '../ports.ts'
import { maxCardBytes, maxNetBytes, parseCard, type RegisterPorts, registerModel } from './register-model.ts'

const maxMetricsBytes = 10 * 1024 * 1024

/**
 * Takes what a run's trainer left in the training cache into the register: the site's model, with the run's number as its
 * version. Whatever trainer made it is trusted as little as anybody else.
 *
 * @throws Fault `model-invalid` that says what is wrong or missing
 */
export async function takeInRunModel(
  ports: RegisterPorts & Pick<Ports, 'runs' | 'trainingCache'>,
  { site, run: id }: { site: Id; run: string },
): Promise<RegisteredModel> {
  const run = (await ports.runs.find(site, id))?.value
  if (run === undefined) throw new Fault('not-found', `run ${id}`)
  const sizes = new Map((await ports.trainingCache.list(modelFolder(id))).map(({ path, bytes }) => [path, bytes]))
  const read = async (file: string, maxBytes: number) => {
    const path = `${modelFolder(id)}${file}`
    const bytes = sizes.get(path)
    if (bytes === undefined) return undefined
    if (bytes > maxBytes) throw new Fault('model-invalid', `${file} has ${bytes} bytes; ${maxBytes} are allowed.`)
    return ports.trainingCache.read(path)
  }
  const [net, cardBytes] = [await read(modelFiles.net, maxNetBytes), await read(modelFiles.card, maxCardBytes)]
  if (net === undefined || cardBytes === undefined)
    throw new Fault('model-invalid', `The trainer left no ${net === undefined ? modelFiles.net : modelFiles.card}.`)
  const metrics = await read('metrics.json', maxMetricsBytes)
  const card = { ...parseCard(cardBytes), name: site, version: String(run.number), dataset: run.dataset }
  return registerModel(ports, {
    ...{ net, card, files: metrics === undefined ? {} : { 'metrics.json': metrics } },
    about: { site, run: run.id, dataset: run.dataset, ...(run.commit !== undefined && { commit: run.commit }) },
  })
}
