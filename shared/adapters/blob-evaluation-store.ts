import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Evaluation, GatePolicy } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import { Sha256 } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { EvaluationStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import { putOnce, readBytes } from './put-once.ts'
import type { Storage } from './storage.ts'
import { findRow } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'

const container = 'evaluations'
const table = 'Models'
const policyRow = 'gate-policy'

/** `evaluations/{digest}.json` and `inputs/{sha256}`: both are named by what is in them, and never change. */
export function createBlobEvaluationStore(storage: Storage): EvaluationStore {
  return {
    async save(evaluation) {
      const text = canonicalJson(evaluation)
      try {
        await storage.inContainer(container, (client, abortSignal) =>
          client.getBlockBlobClient(pathOf(evaluation.digest)).upload(text, Buffer.byteLength(text), {
            ...{ conditions: { ifNoneMatch: '*' }, abortSignal },
            blobHTTPHeaders: { blobContentType: 'application/json' },
          }),
        )
      } catch (error) {
        // The first who saves one dates it; the digest says that the rest is the same.
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412) throw error
      }
    },

    async find(digest) {
      if (!Sha256.safeParse(digest).success) return undefined
      const bytes = await readBytes(storage, container, pathOf(digest))
      return bytes && Evaluation.parse(JSON.parse(bytes.toString('utf8')))
    },

    async writeInput(text) {
      const bytes = Buffer.from(text, 'utf8')
      const sha256 = hashOf(bytes)
      await putOnce(storage, container, inputPath(sha256), bytes, 'application/jsonl', 'evaluation-damaged')
      return sha256
    },

    async readInput(sha256) {
      const bytes = await readBytes(storage, container, inputPath(Sha256.parse(sha256)))
      if (bytes !== undefined && hashOf(bytes) !== sha256)
        throw new Fault('evaluation-damaged', `Input ${sha256} is not what its name says.`)
      return bytes?.toString('utf8')
    },

    async gatePolicy(site) {
      const row = await findRow(storage, table, joinKey(site), policyRow)
      // Parsed again: a field that is newer than the row gets its default.
      return { value: GatePolicy.parse(row === undefined ? {} : JSON.parse(readLongText(row.columns))), version: row?.etag ?? '' }
    },
    saveGatePolicy: (site, policy, version) =>
      writeVersioned(
        storage,
        table,
        { partitionKey: joinKey(site), rowKey: policyRow, columns: longText(canonicalJson(policy)) },
        version || undefined,
        'model-changed',
      ),
  }
}

const pathOf = (digest: string) => `${digest}.json`
const inputPath = (sha256: string) => `inputs/${sha256}`
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
