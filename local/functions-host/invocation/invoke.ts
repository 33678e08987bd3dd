import type { CoreContext, InvocationRequest, InvocationResponse, RetryContext, TypedData } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { TriggerCall } from './binding-types.ts'
import { logEnd, logStart } from './execution-log.ts'
import type { HostContext, Outcome } from './host-context.ts'
import { traceContext } from './trace-context.ts'

export interface InvokeOptions {
  readonly retryContext?: RetryContext | undefined
  readonly traceParent?: string | undefined
  /** Called with the id before the function runs: streamed HTTP has to forward the request under it. */
  readonly onStart?: (invocationId: string) => void
  /** Called with what the handler returned, before anything is made of it. */
  readonly onResult?: ((result: unknown) => void) | undefined
}

/**
 * One invocation through the library's own model, in the order of Azure's worker: inputs, arguments, pre hooks,
 * handler, post hooks, response, outputs. Never rejects: a failure of any step is the outcome.
 */
export async function invoke(
  fn: RegisteredFunction,
  call: TriggerCall,
  reason: string,
  host: HostContext,
  options: InvokeOptions = {},
): Promise<Outcome> {
  const execution = logStart(fn.name, reason, host.log)
  try {
    options.onStart?.(execution.id)
    const values = { 'rand-guid': execution.id, ...call.bindingValues }
    const request: InvocationRequest = {
      invocationId: execution.id,
      functionId: fn.metadata.functionId ?? fn.name,
      inputData: [{ name: fn.trigger.name, data: call.data }, ...(await readInputs(fn, values, host))],
      triggerMetadata: call.metadata,
      traceContext: traceContext(execution.id, options.traceParent),
      ...(options.retryContext && { retryContext: options.retryContext }),
    }
    const response = await runThroughModel(fn, request, host, options)
    await writeOutputs(fn, response, values, host)
    logEnd(execution, undefined, true, host.log)
    return { isSuccess: true, returnValue: response.returnValue }
  } catch (error) {
    logEnd(execution, error, false, host.log)
    return { isSuccess: false, error }
  }
}

async function runThroughModel(
  fn: RegisteredFunction,
  request: InvocationRequest,
  host: HostContext,
  options: InvokeOptions,
): Promise<InvocationResponse> {
  const { registry } = host
  const core = createCoreContext(fn, request, host)
  const model = registry.model!.getInvocationModel(core)
  const { context, inputs } = await model.getArguments()
  const shared = { hookData: {}, appHookData: registry.appHookData, invocationContext: context, inputs }

  core.state = 'preInvocationHooks'
  const before: Record<string, unknown> = { ...shared, functionCallback: fn.callback }
  for (const hook of registry.hooks.preInvocation) await hook(before)

  core.state = 'invocation'
  const after: Record<string, unknown> = { ...shared, inputs: before['inputs'], result: undefined, error: undefined }
  try {
    after['result'] = await model.invokeFunction(context, before['inputs'] as unknown[], before['functionCallback'] as typeof fn.callback)
  } catch (error) {
    after['error'] = error ?? new Error('The function threw nothing at all.')
  }

  core.state = 'postInvocationHooks'
  for (const hook of registry.hooks.postInvocation) await hook(after)
  if (after['error'] !== undefined && after['error'] !== null) throw after['error']
  options.onResult?.(after['result'])
  return model.getResponse(context, after['result'])
}

export function createCoreContext(fn: RegisteredFunction, request: InvocationRequest, host: HostContext): CoreContext {
  const core: CoreContext = {
    invocationId: request.invocationId,
    request,
    metadata: fn.metadata,
    state: undefined,
    log: (level, category, message) => host.registry.log(level, category, message),
  }
  return core
}

function readInputs(
  fn: RegisteredFunction,
  values: Record<string, unknown>,
  host: HostContext,
): Promise<{ name: string; data: TypedData }[]> {
  const inputs = Object.entries(fn.metadata.bindings).filter(([name, { direction }]) => direction === 'in' && name !== fn.trigger.name)
  return Promise.all(
    inputs.map(async ([name, binding]) => {
      const read = host.types.inputs.get(binding.type.toLowerCase())
      if (read === undefined) throw new Error(`The local host cannot read an input of type "${binding.type}".`)
      return { name, data: await read(binding, values, host) }
    }),
  )
}

async function writeOutputs(
  fn: RegisteredFunction,
  response: InvocationResponse,
  values: Record<string, unknown>,
  host: HostContext,
): Promise<void> {
  const outputs = [...(response.outputData ?? [])]
  if (response.returnValue) outputs.push({ name: '$return', data: response.returnValue })
  await Promise.all(
    outputs.map(async ({ name, data }) => {
      const binding = fn.metadata.bindings[name]
      // A return value without a binding is for whoever called (Durable Functions); HTTP answers are written by the server.
      if (binding === undefined || binding.type === 'http') return
      const write = host.types.outputs.get(binding.type.toLowerCase())
      if (write === undefined) throw new Error(`The local host cannot write an output of type "${binding.type}".`)
      await write(binding, data, values, host)
    }),
  )
}
