import { ApiProblem } from '../../api/api-problem.ts'
import type { Answer } from '../../api/call.ts'
import { addresses } from '../../api/operations.ts'
import { untilSignedIn } from '../../api/session.ts'

interface SentModel {
  readonly site: string
  readonly file: Blob
  /** Bytes that are over. */
  readonly onProgress: (bytes: number) => void
  readonly signal: AbortSignal
}

/**
 * Sends a model to the register. By `XMLHttpRequest`: `fetch` does not say how far an upload is.
 *
 * @throws ApiProblem where it is refused or nobody answers, the signal's reason where it was given up
 */
export async function sendModel(sent: SentModel): Promise<Answer<'uploadModel'>> {
  let response = await send(sent)
  while (response.status === 401) {
    await untilSignedIn(sent.signal)
    response = await send(sent)
  }
  if (!response.ok) throw await ApiProblem.of(response)
  return response.json()
}

function send({ site, file, onProgress, signal }: SentModel): Promise<Response> {
  const [method, path] = addresses.uploadModel
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    request.open(method, `/api/${path.replace('{site}', encodeURIComponent(site))}`)
    // Some systems have other names for a ZIP.
    request.setRequestHeader('content-type', 'application/zip')
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => {
      const { status, statusText, responseText } = request
      const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' }
      resolve(new Response(responseText, { status, statusText, headers }))
    }
    request.onerror = () => reject(ApiProblem.noAnswer(undefined))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
