import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NightPolicy, SamplingPolicy } from '../../shared/domain/night-policy.ts'
import {
  type NumberField,
  policyFields,
  readNumber,
  samplingFields,
  usualStart,
  written,
} from '../../ui/screens/nights/policy/policy-fields.ts'

describe('the fields of the night policy', () => {
  it('have the defaults of the API', () => {
    const usual = (fields: Record<string, NumberField>) =>
      Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.usual]))
    const { startsAt, enabled, sampling, samplingByRule, ...numbers } = NightPolicy.parse({})
    const { outsideKeyframesOnly, ...sampled } = sampling
    assert.deepEqual(usual(policyFields), numbers)
    assert.deepEqual(usual(samplingFields), sampled)
    assert.deepEqual([startsAt, enabled, outsideKeyframesOnly, samplingByRule], [usualStart, true, true, {}])
  })

  it('have the bounds of the API', () => {
    const check = (schema: typeof NightPolicy | typeof SamplingPolicy, fields: Record<string, NumberField>) => {
      for (const [name, { least, most, isWhole }] of Object.entries(fields)) {
        const step = isWhole ? 1 : 0.001
        for (const value of [least, most]) assert.ok(schema.safeParse({ [name]: value }).success, `${name}: ${value}`)
        for (const value of [least - step, most + step]) assert.ok(!schema.safeParse({ [name]: value }).success, `${name}: ${value}`)
      }
    }
    check(NightPolicy, policyFields)
    check(SamplingPolicy, samplingFields)
  })

  it('read what people write, shares in per cent, with a point or a comma, and say what is wrong', () => {
    const { testShare, rawVideoHours } = policyFields
    assert.deepEqual(readNumber(testShare, '12,5'), { value: 0.125 })
    assert.deepEqual(readNumber(testShare, ' 7.1 '), { value: 0.071 })
    assert.equal(written(testShare, 0.07), '7')
    assert.deepEqual(readNumber(samplingFields.nearDuplicateBits, '−1'), { value: -1 })
    assert.deepEqual(readNumber(testShare, '51'), { mistake: 'between' })
    assert.deepEqual(readNumber(rawVideoHours, '1.5'), { mistake: 'whole' })
    for (const text of ['', 'soon', '1e999']) assert.deepEqual(readNumber(rawVideoHours, text), { mistake: 'number' })
  })
})
