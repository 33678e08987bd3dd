import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { readText } from './http-input.ts'
import type { Router } from './router.ts'

/** Answers `/admin/…`: the state of the host, the list of functions, and a call of any non-HTTP function by hand. */
export async function answerAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  host: HostContext,
  router: Router,
): Promise<void> {
  const origin = `http://${request.headers.host}`
  if (path === '/admin/host/status') return sendJson(response, 200, hostStatus(host))
  if (path === '/admin/host/ping') return sendJson(response, 200, null)
  if (path === '/admin/functions')
    return sendJson(
      response,
      200,
      [...host.registry.functions.values()].map((fn) => describe(fn, router, origin)),
    )
  const name = /^\/admin\/functions\/([^/]+?)(\/status)?$/i.exec(path)?.[1]
  const fn = name === undefined ? undefined : findFunction(host, decodeURIComponent(name))
  if (fn === undefined) return sendJson(response, 404, undefined)
  if (request.method === 'GET') return sendJson(response, 200, describe(fn, router, origin))
  return callByHand(fn, request, response, host)
}

/** Answers 202 at once; how the function ends is in the log. */
async function callByHand(fn: RegisteredFunction, request: IncomingMessage, response: ServerResponse, host: HostContext): Promise<void> {
  const type = host.types.triggers.get(fn.trigger.type.toLowerCase())
  if (type === undefined) return sendJson(response, 400, { error: `A function with a ${fn.trigger.type} cannot be called by hand here.` })
  try {
    const text = await readText(request)
    const { input = '' } = (text === '' ? {} : JSON.parse(text)) as { input?: unknown }
    const call = await type.callByHand(fn, typeof input === 'string' ? input : JSON.stringify(input), host)
    if (call !== undefined) void host.invoke(fn, call, 'This function was programmatically called via the host APIs.')
    sendJson(response, 202, undefined)
  } catch (error) {
    sendJson(response, 400, { error: `The body must be {"input": "…"} with an input that fits the trigger: ${String(error)}` })
  }
}

function hostStatus(host: HostContext): Record<string, unknown> {
  return {
    id: host.hostId,
    state: host.stopping.aborted ? 'Stopping' : 'Running',
    version: '4.1045.200.25556',
    versionDetails: 'sightloop local host',
    platformVersion: '',
    instanceId: host.hostId,
    processUptime: Math.round(process.uptime() * 1000),
  }
}

function describe(fn: RegisteredFunction, router: Router, origin: string): Record<string, unknown> {
  const http = router.functions.find((each) => each.fn === fn)
  return {
    name: fn.name,
    href: `${origin}/admin/functions/${fn.name}`,
    invoke_url_template: http === undefined ? '' : `${origin}/${http.route}`,
    language: 'node',
    isDisabled: false,
    config: { bindings: Object.entries(fn.metadata.bindings).map(([name, binding]) => ({ ...binding, name })) },
  }
}

function findFunction(host: HostContext, name: string): RegisteredFunction | undefined {
  return [...host.registry.functions.values()].find((fn) => fn.name.toLowerCase() === name.toLowerCase())
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (value === undefined) response.writeHead(status, { 'content-length': 0 }).end()
  else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
}
