import type { Configuration } from '../deployment/configuration.ts'
import type { Deployments } from '../deployment/deployments.ts'
import { systemMetrics } from '../deployment/system-metrics.ts'
import { HubError } from '../hub-error.ts'
import type { Registry } from '../identity/registry.ts'
import { runQuery } from '../query/run-query.ts'
import { type Answer, asObject, type Call } from './http-answer.ts'

const maxListed = 100

/** `GET /configurations?top=`, highest priority first. */
export function listConfigurations(deployments: Deployments, registry: Registry, call: Call): Answer {
  const top = Number(call.query.get('top') ?? maxListed)
  const sorted = deployments.list().toSorted((a, b) => b.priority - a.priority)
  return { body: sorted.slice(0, top).map((configuration) => view(registry, configuration)) }
}

/** `/configurations/{id}`. */
export async function answerConfiguration(deployments: Deployments, registry: Registry, id: string, call: Call): Promise<Answer> {
  switch (call.method) {
    case 'GET':
      return configurationAnswer(registry, deployments.get(id))
    case 'PUT':
      return configurationAnswer(registry, await deployments.put(id, asObject(call.body), call.ifMatch))
    case 'DELETE':
      await deployments.remove(id, call.ifMatch)
      return {}
    default:
      throw new HubError('ResourceNotFound', `${call.method} is not served here.`)
  }
}

/** `POST /devices/{d}/applyConfigurationContent`. */
export async function applyContent(deployments: Deployments, device: string, call: Call): Promise<Answer> {
  await deployments.applyContent(device, asObject(call.body))
  return {}
}

function configurationAnswer(registry: Registry, configuration: Configuration): Answer {
  return { body: view(registry, configuration), headers: { etag: `"${configuration.etag}"` } }
}

function view(registry: Registry, configuration: Configuration): object {
  const results = Object.fromEntries(
    Object.entries(configuration.metrics.queries).map(([name, query]) => [name, runQuery(registry, query).rows.length]),
  )
  return { ...configuration, metrics: { ...configuration.metrics, results }, systemMetrics: systemMetrics(registry, configuration) }
}
