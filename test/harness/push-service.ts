import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import webPush from 'web-push'
import { loadCertificate } from '../../local/iot-hub/certificates.ts'
import { createWebPush } from '../../shared/adapters/web-push.ts'
import type { PushTarget } from '../../shared/domain/push.ts'

export interface PushedMessage {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A push service on this machine, with browsers that read what is sent to them; it stands in for those of the browsers' makers. */
export async function startPushService() {
  const folder = await mkdtemp(join(tmpdir(), 'push-'))
  const { key, certificate: cert, authorityFile } = await loadCertificate(folder)
  const messages: PushedMessage[] = []
  const browsers = new Map<string, (body: Buffer) => string>()
  /** What the next calls are answered with; then 201 again. */
  const answers: number[] = []
  const server = createServer({ key, cert }, async (request, response) => {
    const path = request.url ?? ''
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const status = answers.shift() ?? (browsers.has(path) ? 201 : 410)
    if (status === 201) messages.push({ path, headers: request.headers, text: browsers.get(path)!(Buffer.concat(chunks)) })
    response.writeHead(status, { location: `https://${host}/message/${messages.length}` }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `localhost:${(server.address() as AddressInfo).port}`
  const agent = new Agent({ ca: await readFile(authorityFile) })
  const keys = webPush.generateVAPIDKeys()

  function openBrowser(): PushTarget {
    const path = `/browser/${randomBytes(8).toString('hex')}`
    const pair = createECDH('prime256v1')
    const own = pair.generateKeys()
    const secret = randomBytes(16)
    browsers.set(path, (body) => decrypt(body, { pair, own, secret }))
    return { endpoint: `https://${host}${path}`, keys: { p256dh: own.toString('base64url'), auth: secret.toString('base64url') } }
  }

  return {
    ...{ messages, answers, openBrowser, publicKey: keys.publicKey, host },
    webPush: createWebPush({ ...keys, contact: 'mailto:operators@example.com' }, { hosts: [host], agent }),
    forget: ({ endpoint }: PushTarget) => browsers.delete(new URL(endpoint).pathname),
    close: () => {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** RFC 8291 section 3.4 over the content coding of RFC 8188, one record. */
function decrypt(
  body: Buffer,
  browser: { readonly pair: ReturnType<typeof createECDH>; readonly own: Buffer; readonly secret: Buffer },
): string {
  const [salt, senderLength] = [body.subarray(0, 16), body.readUInt8(20)]
  const sender = body.subarray(21, 21 + senderLength)
  const sealed = body.subarray(21 + senderLength)
  const shared = browser.pair.computeSecret(sender)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.own, sender])
  const material = Buffer.from(hkdfSync('sha256', shared, browser.secret, info, 32))
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes))
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  decipher.setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}
