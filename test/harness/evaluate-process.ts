/** Takes in, compares and signs a model in a process of its own, for tests that kill it: `evaluate-process.ts CONNECTION NAME`. */
import { pathToFileURL } from 'node:url'
import type { Evaluation } from '../../shared/domain/evaluation.ts'
import type { ModelSignature } from '../../shared/domain/model-package.ts'
import { evaluateModel } from '../../shared/operations/evaluate-model.ts'
import { signModel } from '../../shared/operations/sign-model.ts'
import { enterModel, site } from './evaluated-plant.ts'
import { createTestApp } from './test-app.ts'

export async function judgeSample(connectionString: string, name: string): Promise<{ evaluation: Evaluation; signature: ModelSignature }> {
  const ports = await createTestApp(connectionString, { clock: () => new Date('2026-03-05T00:00:00.000Z') })
  await enterModel(ports, name, 0.6)
  const evaluation = await evaluateModel(ports, { site, name, version: '1' })
  const signature = await signModel(ports, { site, name, version: '1', approval: 'approval-1', evaluation: evaluation.digest })
  return { evaluation, signature }
}

const [, script, connectionString = '', name = ''] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await judgeSample(connectionString, name)
