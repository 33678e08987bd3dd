import { stateNames, type TrainingState } from './open-step.ts'

/** Memory that all workers share, to average their states in. */
export interface ExchangeMemory {
  readonly workers: number
  /** Two tables of [workers, 4, parameters] floats. */
  readonly states: SharedArrayBuffer
  /** How many workers have arrived, and how often all have. */
  readonly gate: SharedArrayBuffer
}

export function createExchangeMemory(workers: number, parameters: number): ExchangeMemory {
  const bytes = workers > 1 ? 2 * workers * stateNames.length * parameters * 4 : 0
  return { workers, states: new SharedArrayBuffer(bytes), gate: new SharedArrayBuffer(8) }
}

/**
 * Makes the function that replaces a worker's state by the mean of all workers' states; it blocks until all have called it.
 *
 * Everyone adds up in the order of the workers, so all get the same bits, and so does the next run with the same seed.
 * The two tables are used in turn: who is quick may write into one while the slow still read the other.
 */
export function createExchange(
  { workers, states, gate }: ExchangeMemory,
  worker: number,
  parameters: number,
): (state: TrainingState) => void {
  const gates = new Int32Array(gate)
  const tableLength = workers * stateNames.length * parameters
  let turn = 0

  return (state) => {
    if (workers === 1) return
    const table = new Float32Array(states, turn * tableLength * 4, tableLength)
    for (const [vector, name] of stateNames.entries()) table.set(state[name], (worker * stateNames.length + vector) * parameters)
    waitForAll(gates, workers)
    for (const [vector, name] of stateNames.entries()) state[name] = meanOf(table, vector * parameters)
    turn = 1 - turn
  }

  function meanOf(table: Float32Array, start: number): Float32Array {
    const mean = new Float32Array(parameters)
    for (let index = 0; index < parameters; index++) {
      let sum = 0
      for (let of = 0; of < workers; of++) sum += table[of * stateNames.length * parameters + start + index]!
      mean[index] = sum / workers
    }
    return mean
  }
}

/** The last to arrive opens the gate for all. */
function waitForAll(gates: Int32Array, workers: number): void {
  const round = Atomics.load(gates, 1)
  if (Atomics.add(gates, 0, 1) === workers - 1) {
    Atomics.store(gates, 0, 0)
    Atomics.add(gates, 1, 1)
    Atomics.notify(gates, 1)
    return
  }
  while (Atomics.load(gates, 1) === round) Atomics.wait(gates, 1, round)
}
