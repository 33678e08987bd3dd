import type { Field, Schema } from './protobuf.ts'

const text = (number: number): Field => ({ number, kind: 'string' })
const texts = (number: number): Field => ({ number, kind: 'map' })
const part = (number: number, of: string): Field => ({ number, kind: { of } })
const parts = (number: number, of: string): Field => ({ number, kind: { of }, isRepeated: true })

/** What the Functions host and its workers say to each other: names and numbers of github.com/Azure/azure-functions-language-worker-protobuf, those that are used here. */
export const workerMessages: Schema = {
  StreamingMessage: {
    requestId: text(1),
    rpcLog: part(2, 'RpcLog'),
    invocationRequest: part(4, 'InvocationRequest'),
    invocationResponse: part(5, 'InvocationResponse'),
    functionLoadRequest: part(8, 'FunctionLoadRequest'),
    functionLoadResponse: part(9, 'FunctionLoadResponse'),
    workerTerminate: part(14, 'Nothing'),
    workerInitResponse: part(16, 'WorkerInitResponse'),
    workerInitRequest: part(17, 'WorkerInitRequest'),
    startStream: part(20, 'StartStream'),
    functionsMetadataRequest: part(29, 'FunctionsMetadataRequest'),
    functionMetadataResponse: part(30, 'FunctionMetadataResponse'),
  },
  Nothing: {},
  StartStream: { workerId: text(2) },
  WorkerInitRequest: { hostVersion: text(1), capabilities: texts(2), workerDirectory: text(4), functionAppDirectory: text(5) },
  WorkerInitResponse: { workerVersion: text(1), capabilities: texts(2), result: part(3, 'StatusResult') },
  StatusResult: { exception: part(2, 'RpcException'), status: { number: 4, kind: 'number' } },
  RpcException: { stackTrace: text(1), message: text(2) },
  RpcLog: { category: text(2), level: { number: 3, kind: 'number' }, message: text(4), exception: part(6, 'RpcException') },
  FunctionsMetadataRequest: { functionAppDirectory: text(1) },
  FunctionMetadataResponse: {
    functionMetadataResults: parts(1, 'RpcFunctionMetadata'),
    result: part(2, 'StatusResult'),
    useDefaultMetadataIndexing: { number: 3, kind: 'bool' },
  },
  RpcFunctionMetadata: { name: text(4), rawBindings: { number: 10, kind: 'string', isRepeated: true }, functionId: text(13) },
  FunctionLoadRequest: { functionId: text(1), metadata: part(2, 'RpcFunctionMetadata') },
  FunctionLoadResponse: { functionId: text(1), result: part(2, 'StatusResult') },
  InvocationRequest: {
    invocationId: text(1),
    functionId: text(2),
    inputData: parts(3, 'ParameterBinding'),
    triggerMetadata: { number: 4, kind: { mapOf: 'TypedData' } },
    traceContext: part(5, 'RpcTraceContext'),
  },
  InvocationResponse: {
    invocationId: text(1),
    outputData: parts(2, 'ParameterBinding'),
    result: part(3, 'StatusResult'),
    returnValue: part(4, 'TypedData'),
  },
  ParameterBinding: { name: text(1), data: part(2, 'TypedData') },
  RpcTraceContext: { traceParent: text(1) },
  TypedData: { string: text(1), json: text(2), bytes: { number: 3, kind: 'bytes' }, http: part(5, 'RpcHttp') },
  RpcHttp: {
    method: text(1),
    url: text(2),
    headers: texts(3),
    body: part(4, 'TypedData'),
    params: texts(10),
    statusCode: text(12),
    query: texts(15),
  },
}
