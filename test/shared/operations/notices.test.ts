import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import type { NoticeReport } from '../../../shared/domain/notice.ts'
import { clearNotice } from '../../../shared/operations/clear-notice.ts'
import { raiseNotice } from '../../../shared/operations/raise-notice.ts'
import type { Ports } from '../../../shared/ports.ts'
import { reviewApi } from '../../functions/review/review-api.ts'
import { createMailbox } from '../../harness/mailbox.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

describe('a notice', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock()
  const { mails, answers, senders, empty } = createMailbox()
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, alertSenders: senders })
  })
  after(() => azurite.close())

  async function openSite(site: string): Promise<void> {
    empty()
    clock.advance(2 * 3_600_000)
    await ports.rosters.saveSite({ id: site, name: `Plant ${site}`, timeZone: 'UTC' })
    for (const [id, name, role] of laptopPeople.map((person) => [person.id, person.name, person.handle] as const))
      await ports.people.save({ id, name, sites: role === 'data-labeler' ? ['elsewhere'] : [site] })
    const recipient = { site, name: 'On call', quietHours: [], enabled: true, routes: [] }
    await ports.rosters.saveRecipient({ ...recipient, id: 'operator', email: 'operator@example.com', topics: ['operations'] })
    await ports.rosters.saveRecipient({ ...recipient, id: 'scientist', email: 'scientist@example.com', topics: ['quality'] })
  }

  const silent = (site: string, minutes = 9): NoticeReport => ({
    ...{ site, kind: 'device-silent', subject: 'device/edge-1', severity: 'warning', roles: ['iot-engineer'], link: '/fleet/edge-1' },
    summary: 'Device edge-1 has said nothing for 9 minutes.',
    evidence: [{ measure: 'minutes-silent', value: minutes, unit: 'min', threshold: 5 }],
  })
  const auditOf = async (site: string) => (await ports.audit.read({ site, from: 1, limit: 100 })).entries.map(({ action }) => action)

  test('raised again, also by many at once, is the same one with newer figures and one e-mail', async () => {
    await openSite('again')
    const raised = await Promise.all([1, 2, 3].map((minutes) => raiseNotice(ports, silent('again', minutes))))
    clock.advance(5 * 60_000)
    const last = await raiseNotice(ports, silent('again', 14))
    assert.equal(new Set([...raised, last].map(({ id, openedAt }) => `${id} ${openedAt}`)).size, 1)
    assert.deepEqual([last.evidence[0]?.value, last.openings, last.state], [14, 1, 'open'])
    assert.deepEqual(await ports.notices.unresolved('again'), [last])
    assert.deepEqual(
      mails.map(({ to }) => to),
      ['operator@example.com'],
    )
    assert.match(mails[0]!.text, new RegExp(`minutes-silent: \\d+ min, limit 5 min[^]+7071/notices/${last.id}`))
    assert.deepEqual(await auditOf('again'), ['notice-opened'])
  })

  test('that comes back is opened again, keeps when it was open before, and is told of again', async () => {
    await openSite('back')
    const first = await raiseNotice(ports, silent('back'))
    clock.advance(60_000)
    const over = await clearNotice(ports, silent('back'))
    assert.equal(over?.state, 'cleared')
    assert.deepEqual(await clearNotice(ports, silent('back')), over)
    clock.advance(60_000)
    const second = await raiseNotice(ports, silent('back'))
    assert.deepEqual([second.id, second.state, second.openings], [first.id, 'open', 2])
    assert.deepEqual(second.past, [{ openedAt: first.openedAt, clearedAt: over?.clearedAt }])
    assert.equal(mails.length, 2)
    assert.equal((await ports.notices.list({ sites: ['back'], state: 'all', limit: 10 })).items.length, 1)
    assert.deepEqual(await auditOf('back'), ['notice-opened', 'notice-cleared', 'notice-opened'])
  })

  test('that never was cannot be cleared', async () => {
    assert.equal(await clearNotice(ports, silent('nowhere')), undefined)
  })

  test('is told of later when the provider was away, and of the models to those who want that', async () => {
    await openSite('away')
    answers.push({ outcome: 'unavailable', reason: 'no answer', retryAfterSeconds: undefined })
    const drift: NoticeReport = { ...silent('away'), kind: 'inputs-drift', subject: 'model/bottles/7', roles: ['data-scientist'] }
    await raiseNotice(ports, drift)
    clock.advance(60_000)
    await raiseNotice(ports, drift)
    assert.deepEqual(
      mails.map(({ to, requestId }) => [to, requestId]),
      Array.from({ length: 2 }, () => ['scientist@example.com', mails[0]!.requestId]),
    )
  })

  test('about what belongs to no plant alone reaches an address once, and everybody may see it', async () => {
    await openSite('north')
    await ports.rosters.saveSite({ id: 'south', name: 'South', timeZone: 'UTC' })
    const recipient = { site: 'south', name: 'On call', quietHours: [], enabled: true, routes: [] }
    await ports.rosters.saveRecipient({ ...recipient, id: 'same', email: 'operator@example.com', topics: ['operations'] })
    const { id } = await raiseNotice(ports, { ...silent('all-sites'), kind: 'queue-age', subject: 'queue/uploads', link: '/notices' })
    assert.equal(mails.filter(({ to }) => to === 'operator@example.com').length, 1)
    const call = reviewApi(ports)
    assert.equal((await call('GET', `notices/${id}`, { as: 'data-labeler' })).status, 200)
  })

  test('is listed before those that are over, a page at a time, to those who may see its site', async () => {
    await openSite('list')
    for (const number of [1, 2, 3, 4]) {
      clock.advance(60_000)
      await raiseNotice(ports, { ...silent('list'), subject: `device/edge-${number}` })
    }
    await clearNotice(ports, { ...silent('list'), subject: 'device/edge-4' })
    const call = reviewApi(ports)
    const ask = (query: Record<string, string>) => call('GET', 'notices', { as: 'iot-engineer', query: { site: 'list', ...query } })
    const first = (await ask({ limit: '3' })).body
    const rest = (await ask({ limit: '3', cursor: first.cursor })).body
    const subjects = [...first.items, ...rest.items].map(({ subject, state }: { subject: string; state: string }) => [subject, state])
    assert.deepEqual(subjects, [
      ['device/edge-3', 'open'],
      ['device/edge-2', 'open'],
      ['device/edge-1', 'open'],
      ['device/edge-4', 'cleared'],
    ])
    assert.equal((await ask({ state: 'unresolved' })).body.items.length, 3)
    assert.equal((await ask({ cursor: 'l~7' })).status, 400)
    assert.equal((await call('GET', 'notices', { as: 'data-labeler', query: { site: 'list' } })).status, 404)
    assert.equal((await call('GET', `notices/${first.items[0].id}`, { as: 'data-labeler' })).status, 404)
  })

  test('is acknowledged by the first of those whose work it is', async () => {
    await openSite('mine')
    const { id } = await raiseNotice(ports, silent('mine'))
    const call = reviewApi(ports)
    const refused = await call('POST', `notices/${id}/acknowledge`, { as: 'site-engineer' })
    assert.deepEqual([refused.status, refused.body.code], [403, 'role-missing'])
    const taken = await call('POST', `notices/${id}/acknowledge`, { as: 'iot-engineer' })
    assert.deepEqual([taken.body.state, taken.body.names[taken.body.acknowledgedBy]], ['acknowledged', 'IoT engineer'])
    assert.equal((await call('POST', `notices/${id}/acknowledge`, { as: 'admin' })).body.acknowledgedBy, taken.body.acknowledgedBy)
    assert.equal((await raiseNotice(ports, silent('mine', 20))).state, 'acknowledged')
    assert.deepEqual(await auditOf('mine'), ['notice-opened', 'notice-acknowledged'])
  })

  test('that is not whole is refused before anything is written', async () => {
    await assert.rejects(raiseNotice(ports, { ...silent('x'), link: 'https://example.com/' }))
    await assert.rejects(raiseNotice(ports, { ...silent('x'), evidence: [] }))
    await assert.rejects(raiseNotice(ports, { ...silent('x'), subject: 'edge-1' }))
    assert.deepEqual(await ports.notices.unresolved('x'), [])
  })
})
