/** ONNX Runtime writes files and posts usage data from version 1.29 on unless it is told not to before it loads. */
export async function loadRuntime(): Promise<typeof import('onnxruntime-node')> {
  process.env.ORT_DISABLE_TELEMETRY = '1'
  return await import('onnxruntime-node')
}
