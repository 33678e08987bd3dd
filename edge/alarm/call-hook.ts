import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLocalAddress } from './is-local-address.ts'

/**
 * POSTs `body` to a device in the plant. The address is judged when it is connected to, not before, so a name that
 * resolves to another place later gets nothing. Redirects are not followed: Node's client never does.
 */
export function callHook(url: URL, body: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isLocalAddress(host)) throw foreign(host)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const options = { method: 'POST', lookup: lookupLocal, signal: AbortSignal.timeout(timeoutMs), agent: false }
    const request = send(url, { ...options, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume()
      const { statusCode = 0 } = response
      if (statusCode >= 200 && statusCode < 300) resolve()
      else reject(new Error(`The alarm hook answered ${statusCode}.`))
    })
    request.once('error', reject)
    request.end(body)
  })
}

const lookupLocal: LookupFunction = (name, options, callback) => {
  lookup(name, options, (error, address, family) => {
    const addresses = typeof address === 'string' ? [address] : (address?.map((entry) => entry.address) ?? [])
    const outside = error ? undefined : addresses.find((candidate) => !isLocalAddress(candidate))
    callback(outside === undefined ? error : foreign(outside), address, family)
  })
}

function foreign(address: string): Error {
  return new Error(`The alarm hook's address ${address} is neither on this machine nor in the local network.`)
}
