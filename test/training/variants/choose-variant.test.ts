import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseArithmetic } from '../../../training/variants/choose-variant.ts'

const figures = (f1: number, ap50: number, objects = 50) => ({
  bytes: 1,
  inferenceMs: 1,
  perClass: { bottle: { precision: f1, recall: f1, f1, ap50, threshold: 0.4, objects } },
})

test('int8 is shipped where it is as accurate as float', () => {
  assert.equal(chooseArithmetic(figures(0.9, 0.95), figures(0.897, 0.951)), 'int8')
})

test('int8 is not shipped where it loses F1 or AP50', () => {
  assert.equal(chooseArithmetic(figures(0.9, 0.95), figures(0.89, 0.95)), 'float')
  assert.equal(chooseArithmetic(figures(0.9, 0.95), figures(0.9, 0.94)), 'float')
})

test('int8 is not shipped where nothing could be measured', () => {
  assert.equal(chooseArithmetic(figures(1, 1, 0), figures(1, 1, 0)), 'float')
})
