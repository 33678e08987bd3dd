import type { OrchestrationHandler } from 'durable-functions'
import { exportDataset } from '../../../functions/orchestrations/export-dataset.ts'
import { importAnnotations } from '../../../functions/orchestrations/import-annotations.ts'
import { nightlyDataPreparation } from '../../../functions/orchestrations/nightly-data-preparation.ts'
import { prepareRecording } from '../../../functions/orchestrations/prepare-recording.ts'
import { release } from '../../../functions/orchestrations/release.ts'
import { retraining } from '../../../functions/orchestrations/retraining.ts'
import { rollout } from '../../../functions/orchestrations/rollout.ts'
import type { Respond } from '../../harness/record-orchestrator.ts'

export const orchestrators: Readonly<Record<string, OrchestrationHandler>> = {
  'export-dataset': exportDataset,
  'import-annotations': importAnnotations,
  'nightly-data-preparation': nightlyDataPreparation,
  'prepare-recording': prepareRecording,
  release,
  retraining,
  rollout,
}

/** A run to record: what goes in, and what the activities answer. */
export interface Scenario {
  readonly orchestrator: string
  readonly input: object
  readonly respond: Respond
}

const night = { site: 'plant-1', night: 'nightly-plant-1-2026-11-20' }
const recording = { ...night, recording: 'rec-1' }
const plan = { to: '2026-11-20T01:30:00.000Z', recordings: 3, pages: 1 }
const progress = { step: 'recordings', recordings: { all: 3, done: 3, bad: 0 }, frames: 9, annotations: 6, bytes: 30, secondsLeft: 0 }
const done = { outcome: 'done', frames: 3, annotations: 2, bytes: 10 }

const made = { site: 'plant-1', release: 'rel-0123456789abcdef' }

/** Answers by name; a function looks at the input and the attempt. */
function answers(byName: Readonly<Record<string, unknown>>): Respond {
  return (name, input, attempt) => {
    const answer = byName[name]
    return typeof answer === 'function' ? answer(input, attempt) : answer
  }
}

const run = { site: 'plant-1', run: 'train-ds-0123456789abcdef' }
const trained = {
  ...{ 'validate-run': 'validating', 'cache-dataset': 'caching', 'submit-run': 'queued' },
  ...{ 'take-model': 'evaluating', 'evaluate-run': 'evaluating', 'judge-model': 'completed' },
}

/** One after the other; the last for ever. */
function inTurn(...all: readonly unknown[]): () => unknown {
  let next = 0
  return () => all[Math.min(next++, all.length - 1)]
}

const eachRecording = { 'archive-recording': done, 'split-recording': done, 'label-recording': done }
const failing = () => new Error('storage does not answer')

const onItsWay = { site: 'plant-1', rollout: 'rel-0123456789abcdef-1' }

export const scenarios: Readonly<Record<string, Scenario>> = {
  'night-first-page': {
    orchestrator: 'nightly-data-preparation',
    input: night,
    respond: answers({
      'plan-night': plan,
      'read-night-page': ['rec-1', 'rec-2', 'rec-3'],
      'prepare-recording': (input: { recording: string }) =>
        input.recording === 'rec-2' ? failing() : { isBad: false, frames: 3, annotations: 2, bytes: 10 },
    }),
  },
  'night-last-page': {
    orchestrator: 'nightly-data-preparation',
    input: { ...night, rest: { plan, page: 1, progress, startedMs: Date.UTC(2026, 10, 20, 1, 29) } },
    respond: answers({ 'build-dataset': { version: 'ds-0123456789abcdef', items: 9, isNew: true }, 'finish-night': 'complete' }),
  },
  'night-nothing-labelled': {
    orchestrator: 'nightly-data-preparation',
    input: { ...night, rest: { plan, page: 1, progress, startedMs: Date.UTC(2026, 10, 20, 1, 29) } },
    respond: answers({ 'build-dataset': { items: 0, isNew: false }, 'finish-night': 'complete' }),
  },
  'night-listing-fails': {
    orchestrator: 'nightly-data-preparation',
    input: night,
    respond: answers({ 'plan-night': failing, 'finish-night': 'failed' }),
  },
  'night-dataset-fails': {
    orchestrator: 'nightly-data-preparation',
    input: { ...night, rest: { plan, page: 1, progress, startedMs: Date.UTC(2026, 10, 20, 1, 29) } },
    respond: answers({ 'build-dataset': failing, 'finish-night': 'failed' }),
  },
  'recording-done': { orchestrator: 'prepare-recording', input: recording, respond: answers(eachRecording) },
  'recording-broken': {
    orchestrator: 'prepare-recording',
    input: recording,
    respond: answers({
      ...eachRecording,
      'split-recording': { ...done, outcome: 'bad', reason: 'no picture in it', frames: 0, annotations: 0 },
    }),
  },
  'recording-flaps': {
    orchestrator: 'prepare-recording',
    input: recording,
    respond: answers({ ...eachRecording, 'archive-recording': (_: unknown, attempt: number) => (attempt < 4 ? failing() : done) }),
  },
  'recording-fails': {
    orchestrator: 'prepare-recording',
    input: recording,
    respond: answers({ ...eachRecording, 'label-recording': failing }),
  },
  'export-ready': { orchestrator: 'export-dataset', input: { id: 'exp-1' }, respond: answers({}) },
  'export-fails': { orchestrator: 'export-dataset', input: { id: 'exp-1' }, respond: answers({ 'check-export': failing }) },
  'import-done': { orchestrator: 'import-annotations', input: { id: 'imp-1' }, respond: answers({}) },
  'import-fails': { orchestrator: 'import-annotations', input: { id: 'imp-1' }, respond: answers({ 'take-annotations': failing }) },
  'training-done': {
    orchestrator: 'retraining',
    input: run,
    // Two looks by the clock, one since the workspace told of a change.
    respond: answers({
      ...trained,
      'poll-run': inTurn('queued', 'running', 'running', 'evaluating'),
      'run-changed': inTurn(undefined, undefined, {}),
    }),
  },
  'training-invalid': { orchestrator: 'retraining', input: run, respond: answers({ 'validate-run': 'failed' }) },
  'training-stuck': {
    orchestrator: 'retraining',
    input: run,
    respond: answers({ ...trained, 'poll-run': inTurn('running', 'failed') }),
  },
  'training-unstorable': {
    orchestrator: 'retraining',
    input: run,
    respond: answers({ ...trained, 'cache-dataset': failing, 'fail-run': 'failed' }),
  },
  'training-long': { orchestrator: 'retraining', input: run, respond: answers({ ...trained, 'poll-run': 'running' }) },
  'training-goes-on': {
    orchestrator: 'retraining',
    input: { ...run, looks: 30 },
    respond: answers({ ...trained, 'poll-run': 'evaluating' }),
  },
  'rollout-looks': {
    orchestrator: 'rollout',
    input: onItsWay,
    respond: answers({ 'look-at-rollout': { isOver: false, waitSeconds: 30 } }),
  },
  'rollout-woken': {
    orchestrator: 'rollout',
    input: onItsWay,
    respond: answers({ 'look-at-rollout': { isOver: false, waitSeconds: 30 }, 'rollout-changed': {} }),
  },
  'rollout-over': { orchestrator: 'rollout', input: onItsWay, respond: answers({ 'look-at-rollout': { isOver: true, waitSeconds: 0 } }) },
  'rollout-hub-away': { orchestrator: 'rollout', input: onItsWay, respond: answers({ 'look-at-rollout': failing }) },
  'release-ready': {
    orchestrator: 'release',
    input: made,
    respond: answers({ 'poll-builds': inTurn('running', 'running', 'done'), 'deploy-release': 'deployed' }),
  },
  'release-build-fails': { orchestrator: 'release', input: made, respond: answers({ 'poll-builds': failing }) },
  'release-unsealed': { orchestrator: 'release', input: made, respond: answers({ 'poll-builds': 'done', 'seal-release': failing }) },
  'release-hub-away': { orchestrator: 'release', input: made, respond: answers({ 'poll-builds': 'done', 'deploy-release': failing }) },
}
