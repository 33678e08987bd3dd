import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Status, startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'lifecycle')
const isWaiting = ({ customStatus }: Status) => customStatus === 'waiting'
const isSuspended = ({ runtimeStatus }: Status) => runtimeStatus === 'Suspended'
const call = (activity: string, input: unknown) => durable.output('one', { activity, input })

async function untilAtGate(name: string): Promise<void> {
  for (let asked = 0; asked < 1_000; asked++) if ((await call('isAtGate', name)) === true) return
  throw new Error(`The activity never came to the gate ${name}.`)
}

test('a suspended instance keeps the events that come, and takes them after it is resumed', async () => {
  const id = await durable.start('collectTwo')
  await durable.until(id, isWaiting)
  await durable.client('suspend', id, 'lunch')
  await durable.until(id, isSuspended)
  await durable.client('raiseEvent', id, 'item', 1)
  await durable.client('raiseEvent', id, 'item', 2)
  assert.equal((await durable.status(id)).runtimeStatus, 'Suspended')
  await durable.client('resume', id, 'back')
  assert.deepEqual((await durable.ended(id)).output, [1, 2])
})

test('a suspended instance does not go on with the result of an activity until it is resumed', async () => {
  const id = await durable.start('passGate', 'suspended')
  await untilAtGate('suspended')
  await durable.client('suspend', id, 'audit')
  await durable.until(id, isSuspended)
  await call('openGate', 'suspended')
  assert.equal(await call('callsOf', 'suspended'), 0)
  assert.equal((await durable.status(id)).runtimeStatus, 'Suspended')
  await durable.client('resume', id, 'done')
  assert.equal((await durable.ended(id)).output, 'suspended works')
})

test('suspending and resuming are told in the history with their reasons', async () => {
  const id = await durable.start('collectTwo')
  await durable.client('suspend', id, 'lunch')
  await durable.until(id, isSuspended)
  await durable.client('resume', id, 'back')
  for (const item of [1, 2]) await durable.client('raiseEvent', id, 'item', item)
  await durable.ended(id)
  const reasons = (await durable.history(id)).filter(({ EventType }) => /Suspended|Resumed/.test(EventType))
  assert.deepEqual(
    reasons.map(({ EventType, Reason }) => [EventType, Reason]),
    [
      ['ExecutionSuspended', 'lunch'],
      ['ExecutionResumed', 'back'],
    ],
  )
})

test('a suspended instance can be terminated', async () => {
  const id = await durable.start('collectTwo')
  await durable.client('suspend', id, 'lunch')
  await durable.until(id, isSuspended)
  await durable.client('terminate', id, 'closed')
  assert.equal((await durable.ended(id)).runtimeStatus, 'Terminated')
})

test('suspend, resume and terminate answer 404 for an unknown instance and 410 for one that has ended', async () => {
  const { instanceId } = await durable.run('one', { activity: 'echo', input: 1 })
  for (const operation of ['suspend', 'resume', 'terminate']) {
    assert.equal((await durable.manage('POST', `instances/nobody/${operation}?reason=x`)).status, 404, operation)
    assert.equal((await durable.manage('POST', `instances/${instanceId}/${operation}?reason=x`)).status, 410, operation)
    await assert.rejects(durable.client(operation, 'nobody', 'x'), /No instance with ID 'nobody' found/)
    await durable.client(operation, instanceId, 'x')
  }
})

test('an instance that runs cannot be resumed, and one that is suspended cannot be suspended again', async () => {
  const id = await durable.start('collectTwo')
  await durable.until(id, isWaiting)
  assert.equal((await durable.manage('POST', `instances/${id}/resume?reason=x`)).status, 500)
  await durable.client('suspend', id, 'lunch')
  await durable.until(id, isSuspended)
  assert.equal((await durable.manage('POST', `instances/${id}/suspend?reason=x`)).status, 500)
  await durable.client('terminate', id, 'end of case')
})

test('a terminated instance ends at once with the reason as its output', async () => {
  const id = await durable.start('collectTwo')
  await durable.until(id, isWaiting)
  await durable.client('terminate', id, 'found a bug')
  const { runtimeStatus, output } = await durable.ended(id)
  assert.deepEqual([runtimeStatus, output], ['Terminated', 'found a bug'])
})

test('an activity that ends after its orchestration was terminated changes nothing', async () => {
  const id = await durable.start('passGate', 'terminated')
  await untilAtGate('terminated')
  await durable.client('terminate', id, 'no more')
  await durable.ended(id)
  await call('openGate', 'terminated')
  await call('echo', 'one turn later')
  assert.equal(await call('callsOf', 'terminated'), 0)
  assert.equal((await durable.status(id)).runtimeStatus, 'Terminated')
})

test('a result that comes late does not reach a new instance under the id of the old one', async () => {
  await durable.start('passGate', 'old', 'reborn')
  await untilAtGate('old')
  await durable.client('terminate', 'reborn', 'start over')
  await durable.ended('reborn')
  await durable.start('passGate', 'new', 'reborn')
  await untilAtGate('new')
  await call('openGate', 'old')
  await call('openGate', 'new')
  assert.equal((await durable.ended('reborn')).output, 'new works')
  assert.equal(await call('callsOf', 'old'), 0)
})

test('a purged instance is gone with its history', async () => {
  const { instanceId } = await durable.run('one', { activity: 'echo', input: 1 })
  assert.deepEqual(await durable.client('purgeInstanceHistory', instanceId), { instancesDeleted: 1 })
  assert.equal((await durable.manage('GET', `instances/${instanceId}?showHistory=true`)).status, 404)
  assert.deepEqual(await durable.client('purgeInstanceHistory', instanceId), { instancesDeleted: 0 })
  assert.equal((await durable.manage('DELETE', `instances/${instanceId}`)).status, 404)
})

test('a purge by filter takes the instances of that state and time, and no others', async () => {
  const before = new Date(Date.now() - 3_600_000)
  const kept = await durable.run('one', { activity: 'echo', input: 1 })
  const failed = await durable.run('one', { activity: 'nosuch' })
  const filter = { createdTimeFrom: before, runtimeStatus: ['Failed'] }
  const nobody = { createdTimeFrom: before, createdTimeTo: new Date(before.getTime() + 1), runtimeStatus: ['Failed'] }
  assert.deepEqual(await durable.client('purgeInstanceHistoryBy', nobody), { instancesDeleted: 0 })
  assert.deepEqual(await durable.client('purgeInstanceHistoryBy', filter), { instancesDeleted: 1 })
  assert.equal((await durable.manage('GET', `instances/${failed.instanceId}`)).status, 404)
  assert.equal((await durable.status(kept.instanceId)).runtimeStatus, 'Completed')
})

test('a purge by filter needs a first time, and says when it found nothing', async () => {
  assert.equal((await durable.manage('DELETE', 'instances/?runtimeStatus=Failed')).status, 400)
  assert.equal((await durable.manage('DELETE', 'instances/?createdTimeFrom=2090-01-01T00:00:00Z')).status, 404)
})

test('a failed instance that is rewound repeats what failed and nothing else', async () => {
  await call('break', 'pump')
  const failed = await durable.run('useAll', ['valve', 'pump', 'belt'])
  assert.match(String(failed.output), /pump is broken/)
  await call('mend', 'pump')
  await durable.client('rewind', failed.instanceId, 'mended')
  assert.deepEqual((await durable.ended(failed.instanceId)).output, ['valve works', 'pump works', 'belt works'])
  assert.deepEqual([await call('callsOf', 'valve'), await call('callsOf', 'pump'), await call('callsOf', 'belt')], [1, 2, 1])
})

test('a rewind reaches into the sub-orchestration that failed', async () => {
  await call('break', 'deep-pump')
  const { instanceId, runtimeStatus } = await durable.run('useDeep', ['deep-valve', 'deep-pump'])
  assert.equal(runtimeStatus, 'Failed')
  await call('mend', 'deep-pump')
  await durable.client('rewind', instanceId, 'mended')
  assert.deepEqual((await durable.ended(instanceId)).output, ['deep-first works', 'deep-valve works', 'deep-pump works'])
  assert.deepEqual([await call('callsOf', 'deep-first'), await call('callsOf', 'deep-valve')], [1, 1])
})

test('only failed instances can be rewound', async () => {
  const { instanceId } = await durable.run('one', { activity: 'echo', input: 1 })
  assert.equal((await durable.manage('POST', `instances/${instanceId}/rewind?reason=x`)).status, 410)
  assert.equal((await durable.manage('POST', 'instances/nobody/rewind?reason=x')).status, 404)
  await assert.rejects(durable.client('rewind', 'nobody', 'x'), /No instance with ID 'nobody' found/)
  const running = await durable.start('collectTwo')
  await durable.until(running, isWaiting)
  await assert.rejects(durable.client('rewind', running, 'x'), /only supported on failed/)
  await durable.client('terminate', running, 'end of case')
})

test('a restart runs the same orchestration with the same input again, under a new id unless told otherwise', async () => {
  const first = await durable.run('one', { activity: 'echo', input: { again: true } })
  const renewed = (await (await durable.manage('POST', `instances/${first.instanceId}/restart`)).json()) as { id: string }
  assert.notEqual(renewed.id, first.instanceId)
  const same = await durable.manage('POST', `instances/${first.instanceId}/restart?restartWithNewInstanceId=false`)
  assert.equal(same.status, 202)
  assert.equal(((await same.json()) as { id: string }).id, first.instanceId)
  for (const id of [renewed.id, first.instanceId]) {
    const { output, input, name } = await durable.ended(id)
    assert.deepEqual([name, input, output], ['one', first.input, { again: true }])
  }
})

test('an instance that never was cannot be restarted', async () => {
  const { status } = await durable.manage('POST', 'instances/nobody/restart')
  assert.ok(status === 400 || status === 404, String(status))
})
