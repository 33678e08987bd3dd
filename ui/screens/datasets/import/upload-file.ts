import { ApiProblem } from '../../../api/api-problem.ts'

export interface Upload {
  readonly url: string
  readonly file: Blob
  /** Bytes that are over. */
  readonly onProgress: (bytes: number) => void
  readonly signal: AbortSignal
}

/**
 * Puts a file to the short-lived address that the API gave. By `XMLHttpRequest`: `fetch` does not say how far an upload is.
 *
 * @throws ApiProblem where storage refuses it or does not answer, the signal's reason where it was given up
 */
export function uploadFile({ url, file, onProgress, signal }: Upload): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    request.setRequestHeader('x-ms-blob-type', 'BlockBlob')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => {
      if (request.status === 201) resolve()
      else reject(new Error(`${request.status} ${request.statusText}`))
    }
    request.onerror = () => reject(ApiProblem.noAnswer(undefined))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
