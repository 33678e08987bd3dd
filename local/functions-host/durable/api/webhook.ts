import type { Webhook } from '../../invocation/binding-types.ts'
import { engineOf } from '../open-engine.ts'
import { answerApi } from './answer-api.ts'

const prefix = '/runtime/webhooks/durabletask'

/** The API under the address of the app, as tools and other machines call it. */
export const answerDurable: Webhook = async (request, response, host) =>
  answerApi(await engineOf(host), request, response, request.url!.slice(prefix.length))
