import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { routes } from '../../../functions/review/routes/index.ts'
import { checkBySchema, type Schema } from '../../../ui/forms/check-by-schema.ts'
import { idFrom } from '../../../ui/forms/id-from.ts'

/** The schema as the API's document has it. */
function schemaOf(name: string): Schema {
  const body = routes.find((route) => route.name === name)?.body
  return z.toJSONSchema(body!, { io: 'input' }) as Schema
}

describe('a form that knows the schema of its call', () => {
  const shift = { days: ['mon'], from: '06:00', to: '14:00', onCall: ['kim'] }

  it('finds nothing wrong with what the API takes', () => {
    assert.deepEqual(checkBySchema(schemaOf('saveSchedule'), { name: 'Plan', shifts: [shift] }), [])
    assert.deepEqual(checkBySchema(schemaOf('savePerson'), { name: 'Kim', sites: 'all' }), [])
    assert.deepEqual(checkBySchema(schemaOf('savePerson'), { name: 'Kim', sites: ['plant-1'] }), [])
  })

  it('says of each field what is wrong with it', () => {
    const flaws = (name: string, value: unknown) =>
      checkBySchema(schemaOf(name), value).map(({ path, rule, limit }) => `${path} ${rule}${limit === undefined ? '' : ` ${limit}`}`)
    assert.deepEqual(flaws('saveSchedule', { name: '', shifts: [shift, { ...shift, from: '25:00', to: '', onCall: [] }] }), [
      'name missing',
      'shifts.1.from form',
      'shifts.1.to missing',
      'shifts.1.onCall few 1',
    ])
    assert.deepEqual(flaws('saveSchedule', { name: 'x'.repeat(101), shifts: [] }), ['name long 100', 'shifts few 1'])
    const route = { severities: ['critical'], channels: ['sms'], escalateAfterMinutes: 500 }
    assert.deepEqual(flaws('saveRecipient', { name: 'Kim', phone: '0151', routes: [route] }), [
      'phone form',
      'routes.0.escalateAfterMinutes large 120',
    ])
    assert.deepEqual(flaws('saveRecipient', { name: 'Kim' }), ['routes missing'])
    assert.deepEqual(flaws('savePerson', { name: 'Kim', sites: ['../x'] }), ['sites.0 form'])
  })

  it('makes an id of a name that the API takes, and none twice', () => {
    assert.equal(idFrom('Nacht & Wochenende (Süd)'), 'nacht-wochenende-sued')
    assert.equal(idFrom('Straße', ['strasse']), 'strasse-2')
    assert.equal(idFrom('夜間'), 'item')
  })
})
