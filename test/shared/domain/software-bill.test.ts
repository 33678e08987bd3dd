import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { packagesOf } from '../../../shared/domain/lockfile-packages.ts'
import { packagesOfBill, softwareBill } from '../../../shared/domain/software-bill.ts'

const lockfile: unknown = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'))
const digest = `sha256:${'a'.repeat(64)}`
const createdAt = '2026-11-20T10:00:00.123Z'

describe('a bill of software', () => {
  const names = (architecture: 'amd64' | 'arm64' | 'arm32v7') => packagesOf(lockfile, 'edge', architecture).map(({ name }) => name)

  test('names what the module needs and what that needs, for its processor', () => {
    assert.ok(names('amd64').includes('onnxruntime-common') && names('amd64').includes('@img/sharp-linux-x64'))
    assert.ok(names('arm64').includes('@img/sharp-linux-arm64'))
    assert.equal(
      names('arm64').some((name) => name.includes('x64') || name.includes('darwin')),
      false,
    )
    assert.equal(names('amd64').includes('@azure/functions'), false)
  })

  test('of 32-bit ARM has the engine that runs there, and not the one that has no build', () => {
    assert.ok(names('arm32v7').includes('onnxruntime-web'))
    assert.equal(names('arm32v7').includes('onnxruntime-node'), false)
  })

  test('can be read back, and every relationship leads to something', () => {
    const packages = packagesOf(lockfile, 'edge', 'amd64')
    const model = { name: 'line', version: '1', digest: 'b'.repeat(64) }
    const bill = softwareBill({ name: 'rel-1', subject: digest, createdAt, images: [{ architecture: 'amd64', digest, packages }], model })
    const byName = (list: typeof packages) => list.map(({ name, version }) => `${name}@${version}`).sort()
    assert.deepEqual(byName(packagesOfBill(bill.packages)), byName(packages))
    const ids = new Set(['SPDXRef-DOCUMENT', ...bill.packages.map(({ SPDXID }) => SPDXID)])
    assert.equal(ids.size, bill.packages.length + 1)
    for (const { SPDXID } of bill.packages) assert.match(SPDXID, /^SPDXRef-[A-Za-z0-9.-]+$/)
    for (const { spdxElementId, relatedSpdxElement } of bill.relationships) assert.ok(ids.has(spdxElementId) && ids.has(relatedSpdxElement))
  })

  test('says so where the maker of an image said nothing', () => {
    const bill = softwareBill({
      name: 'rel-1',
      subject: digest,
      createdAt,
      images: [{ architecture: 'arm64', digest, packages: undefined }],
    })
    assert.match(bill.packages.at(-1)?.comment ?? '', /attached no bill/)
  })
})
