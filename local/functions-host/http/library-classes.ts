import type { HttpRequest, InvocationContext, InvocationContextInit } from '@azure/functions'
import type { CoreContext, FunctionMetadata, HttpData, ProgrammingModel } from '../app/core-types.ts'

/** The classes of the very copy of `@azure/functions` that the app uses: handlers may ask `instanceof`. */
export interface LibraryClasses {
  readonly HttpRequest: new (init: HttpData) => HttpRequest
  readonly InvocationContext: new (init: InvocationContextInit) => InvocationContext
}

/** Takes the classes from what the model itself makes, so that it does not matter where the copy lies, nor if it is bundled. */
export async function libraryClasses(model: ProgrammingModel): Promise<LibraryClasses> {
  const metadata: FunctionMetadata = { name: 'probe', bindings: { request: { type: 'httpTrigger', direction: 'in' } } }
  const data = { http: { method: 'GET', url: 'http://localhost/' } }
  const request = { invocationId: 'probe', functionId: 'probe', inputData: [{ name: 'request', data }], triggerMetadata: {} }
  const core: CoreContext = { invocationId: 'probe', metadata, request, state: undefined, log: () => {} }
  const { context, inputs } = await model.getInvocationModel(core).getArguments()
  return {
    HttpRequest: (inputs[0] as object).constructor as LibraryClasses['HttpRequest'],
    InvocationContext: (context as object).constructor as LibraryClasses['InvocationContext'],
  }
}
