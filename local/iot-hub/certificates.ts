// @peculiar/x509 injects its parts by decorators and asks for this first.
import 'reflect-metadata'
import { webcrypto, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

/** What the hub's TLS door shows, as PEM. */
export interface ServerCertificate {
  readonly key: string
  readonly certificate: string
  /** Path of the authority's certificate: what a client must trust. */
  readonly authorityFile: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000
// Some platforms refuse server certificates that live longer than 398 days.
const lifeDays = 390
const renewBeforeDays = 30

/**
 * Takes the certificate out of `folder`, or makes an authority and a certificate for `localhost` and `127.0.0.1`.
 * Clients keep trusting the folder's authority file: near its end both are made anew in the same place.
 */
export async function loadCertificate(folder: string): Promise<ServerCertificate> {
  mkdirSync(folder, { recursive: true })
  const files = { key: join(folder, 'server-key.pem'), certificate: join(folder, 'server.pem'), authority: join(folder, 'ca.pem') }
  if (!isFresh(files.authority) || !isFresh(files.certificate) || !existsSync(files.key)) await issue(files)
  return { key: readFileSync(files.key, 'utf8'), certificate: readFileSync(files.certificate, 'utf8'), authorityFile: files.authority }
}

function isFresh(file: string): boolean {
  if (!existsSync(file)) return false
  const endsAt = new X509Certificate(readFileSync(file)).validToDate.getTime()
  return endsAt - Date.now() > renewBeforeDays * dayMs
}

async function issue(files: { key: string; certificate: string; authority: string }): Promise<void> {
  x509.cryptoProvider.set(webcrypto as unknown as Crypto)
  const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>
  const [authorityKeys, serverKeys] = await Promise.all([makeKeys(), makeKeys()])
  const validity = { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + lifeDays * dayMs) }
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Local IoT Hub authority',
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  const server = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  // The authority's own key is not kept: whoever trusts it must not have to fear a second certificate.
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey), 'PRIVATE KEY')
  writeFileSync(files.key, key, { mode: 0o600 })
  writeFileSync(files.certificate, server.toString('pem'))
  writeFileSync(files.authority, authority.toString('pem'))
}
