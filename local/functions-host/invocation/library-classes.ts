import type { HttpRequest, InvocationContext, InvocationContextInit } from '@azure/functions'
import type { CoreContext, FunctionMetadata, HttpData, InvocationRequest, ProgrammingModel } from '../app/core-types.ts'

/** Classes of the very copy of `@azure/functions` that the app uses: handlers may ask `instanceof`. */
export interface LibraryClasses {
  readonly InvocationContext: new (init: InvocationContextInit) => InvocationContext
  /** Undefined for an app with streamed HTTP: there the library makes the requests. */
  readonly HttpRequest: (new (init: HttpData) => HttpRequest) | undefined
}

/** Takes the classes from what the model itself makes, so that it does not matter where the copy lies, nor if it is bundled. */
export async function libraryClasses(model: ProgrammingModel, hasStreams: boolean): Promise<LibraryClasses> {
  const type = hasStreams ? 'probeTrigger' : 'httpTrigger'
  const metadata: FunctionMetadata = { name: 'probe', bindings: { probe: { type, direction: 'in' } } }
  const data = hasStreams ? {} : { http: { method: 'GET', url: 'http://localhost/' } }
  const request: InvocationRequest = {
    invocationId: 'probe',
    functionId: 'probe',
    inputData: [{ name: 'probe', data }],
    triggerMetadata: {},
  }
  const core: CoreContext = { invocationId: 'probe', metadata, request, state: undefined, log: () => {} }
  const { context, inputs } = await model.getInvocationModel(core).getArguments()
  const classOf = <T>(instance: unknown) => (instance as object).constructor as T
  return {
    InvocationContext: classOf<LibraryClasses['InvocationContext']>(context),
    HttpRequest: hasStreams ? undefined : classOf<LibraryClasses['HttpRequest']>(inputs[0]),
  }
}
