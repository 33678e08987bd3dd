import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { drainMessages } from '../../../edge/hub/drain-messages.ts'
import type { ModuleLink } from '../../../edge/hub/module-link.ts'
import { openOutbox } from '../../../edge/outbox/outbox.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function outboxIn(folder: string) {
  return openOutbox({
    ...{ folder: join(folder, 'outbox'), mediaFolder: join(folder, 'media') },
    ...{ quotaBytes: 1024 * 1024, onTrouble: () => {} },
  })
}

/** An outbox with one message, whose way to the hub answers when and what the test wants. */
async function oneOnTheLine(t: TestContext) {
  const outbox = outboxIn(temporaryFolder(t))
  t.after(() => outbox.close())
  const answer = Promise.withResolvers<void>()
  const link: ModuleLink = { isConnected: true, send: () => answer.promise, report: () => {}, close: () => Promise.resolve() }
  await outbox.append('incident', { type: 'incident', traceparent: 'none', body: (key) => key })
  const drain = drainMessages(outbox, link)
  drain.wake()
  return { outbox, drain, answer }
}

test('a message on the line still counts as waiting, and is forgotten when the hub has acknowledged it', async (t) => {
  const { outbox, drain, answer } = await oneOnTheLine(t)
  assert.equal(outbox.status().queueDepth, 1)
  answer.resolve()
  await drain.stop()
  assert.equal(outbox.status().queueDepth, 0)
})

test('a message that the hub did not take is there for the next attempt, under its key', async (t) => {
  const { outbox, drain, answer } = await oneOnTheLine(t)
  const stopped = drain.stop()
  answer.reject(new Error('connection lost'))
  await stopped
  assert.equal(outbox.status().queueDepth, 1)
  assert.deepEqual(JSON.parse(String(outbox.take('incident')?.body)), { bootId: outbox.bootId, seq: 0 })
})
