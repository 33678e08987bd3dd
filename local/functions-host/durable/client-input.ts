import type { InputBinding } from '../invocation/binding-types.ts'
import { apiUrls } from './api/api-urls.ts'
import { engineOf } from './open-engine.ts'

/** What the app's `df.getClient(context)` works with: the addresses of the API. */
export const durableClient: InputBinding = async (_, __, host) => {
  const engine = await engineOf(host)
  const { hub, rpcBaseUrl } = engine
  const { webhookUrl, query, creationUrls, managementUrls } = apiUrls(engine, `http://${process.env['WEBSITE_HOSTNAME']}`)
  const client = {
    taskHubName: hub,
    creationUrls,
    managementUrls: managementUrls('INSTANCEID'),
    baseUrl: webhookUrl,
    requiredQueryStringParameters: query.slice(query.indexOf('code=')),
    rpcBaseUrl,
    httpBaseUrl: webhookUrl,
  }
  return { string: JSON.stringify(client) }
}
