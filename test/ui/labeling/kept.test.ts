import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createKept } from '../../../ui/screens/labeling/work/kept.ts'
import { createDevice } from './device.ts'

describe('what is kept on the device', () => {
  it('is there again for the same person, and for nobody else', () => {
    const device = createDevice()
    createKept<number>(device, 'labeling/lena/drafts').put('t1', 5)
    assert.deepEqual(createKept<number>(device, 'labeling/lena/drafts').list(), [5])
    assert.deepEqual(createKept<number>(device, 'labeling/mia/drafts').list(), [])
  })

  it('stays as long as the page is open where the device is full', () => {
    const device = createDevice()
    const full = createKept<number>({ ...device, length: 0, setItem: () => assert.fail('QuotaExceededError') }, 'p')
    full.put('t1', 5)
    assert.equal(full.find('t1'), 5)
  })

  it('is passed over where it cannot be read', () => {
    const device = createDevice()
    device.setItem('p/t1', '{half')
    assert.deepEqual(createKept<number>(device, 'p').list(), [])
  })
})
