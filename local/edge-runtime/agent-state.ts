import { existsSync, readFileSync } from 'node:fs'
import type { Deployment, ModuleSpec } from './deployment.ts'
import { writeWhole } from './write-whole.ts'

/** What a runtime must know when it starts without a hub. */
export interface AgentState {
  /** What is asked for. */
  readonly deployment: Deployment | undefined
  readonly desiredVersion: number
  /** What was last started, by module: it goes on while something newer cannot be had. */
  readonly inForce: Readonly<Record<string, ModuleSpec>>
  /** What was in force before that, with another image. */
  readonly before: Readonly<Record<string, ModuleSpec>>
}

export interface StateFile {
  readonly state: AgentState
  change(part: Partial<AgentState>): void
}

export function openStateFile(file: string): StateFile {
  let state: AgentState = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as AgentState)
    : { deployment: undefined, desiredVersion: 0, inForce: {}, before: {} }
  return {
    get state() {
      return state
    },
    change: (part) => {
      state = { ...state, ...part }
      // It may hold passwords of registries; only its owner may read it.
      writeWhole(file, JSON.stringify(state))
    },
  }
}
