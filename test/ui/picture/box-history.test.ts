import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeHistory, redoChange, startHistory, undoChange } from '../../../ui/picture/box-history.ts'

describe('undo and redo of boxes', () => {
  it('goes back step by step, and forward again', () => {
    const done = changeHistory(changeHistory(startHistory('a'), 'b'), 'c')
    const back = undoChange(undoChange(done))
    assert.equal(back.present, 'a')
    assert.equal(undoChange(back).present, 'a')
    assert.equal(redoChange(back).present, 'b')
    assert.equal(redoChange(redoChange(redoChange(back))).present, 'c')
  })

  it('undoes a key that was held down at once', () => {
    let history = startHistory(0)
    for (let pixel = 1; pixel <= 50; pixel += 1) history = changeHistory(history, pixel, 'move 1')
    history = changeHistory(history, 51, 'move 2')
    assert.equal(undoChange(history).present, 50)
    assert.equal(undoChange(undoChange(history)).present, 0)
  })

  it('forgets what was taken back as soon as something else is done', () => {
    const other = changeHistory(undoChange(changeHistory(startHistory('a'), 'b')), 'c')
    assert.equal(redoChange(other).present, 'c')
    assert.equal(undoChange(other).present, 'a')
  })
})
