import type { BackOffLimits } from './back-off.ts'
import type { ModuleSpec } from './deployment.ts'
import type { ModuleReport } from './reported.ts'
import { type ModuleProgram, type ModuleState, type RunningModule, runModule } from './run-module.ts'

export interface SlotOptions {
  readonly backOff: BackOffLimits | undefined
  onLog(module: string, line: string): void
  onState(module: string, state: ModuleState): void
  onProcess(module: string, pid: number): void
}

/** The modules of a device, each with what is running in its place. */
export interface ModuleSlots {
  readonly names: readonly string[]
  specOf(name: string): ModuleSpec | undefined
  /** Ends what runs in this place, then calls `between`, then starts the new one unless it is to be stopped. */
  replace(name: string, spec: ModuleSpec, program: ModuleProgram, between: () => void): Promise<void>
  /** For what needs no other program: whether it runs, and when it is started again. */
  adjust(name: string, spec: ModuleSpec): Promise<void>
  /** False: there is no such module, or it is not to run. */
  restart(name: string): Promise<boolean>
  remove(name: string): Promise<void>
  report(): Record<string, ModuleReport>
  close(): Promise<void>
}

interface Slot {
  spec: ModuleSpec
  readonly program: ModuleProgram
  running: RunningModule | undefined
}

export function createModuleSlots(options: SlotOptions): ModuleSlots {
  const slots = new Map<string, Slot>()

  const start = (name: string, slot: Slot) => {
    slot.running = runModule({
      program: slot.program,
      restartPolicy: slot.spec.restartPolicy,
      ...(options.backOff === undefined ? {} : { backOff: options.backOff }),
      onLog: (line) => options.onLog(name, line),
      onState: (state) => options.onState(name, state),
      onProcess: (pid) => options.onProcess(name, pid),
    })
  }
  const stop = async (slot: Slot | undefined) => {
    await slot?.running?.close()
    if (slot !== undefined) slot.running = undefined
  }
  const remove = async (name: string) => {
    await stop(slots.get(name))
    slots.delete(name)
  }

  return {
    get names() {
      return [...slots.keys()]
    },
    specOf: (name) => slots.get(name)?.spec,
    replace: async (name, spec, program, between) => {
      await stop(slots.get(name))
      between()
      const slot: Slot = { spec, program, running: undefined }
      slots.set(name, slot)
      if (spec.status === 'running') start(name, slot)
    },
    adjust: async (name, spec) => {
      const slot = slots.get(name)
      if (slot === undefined) return
      slot.spec = spec
      slot.running?.setRestartPolicy(spec.restartPolicy)
      if (spec.status === 'stopped') await stop(slot)
      else if (slot.running === undefined) start(name, slot)
    },
    restart: async (name) => {
      const running = slots.get(name)?.running
      await running?.restart()
      return running !== undefined
    },
    remove,
    report: () => Object.fromEntries([...slots].map(([name, slot]) => [name, reportOf(slot)])),
    close: async () => void (await Promise.all([...slots.keys()].map(remove))),
  }
}

function reportOf({ spec, running }: Slot): ModuleReport {
  const state = running?.state
  return {
    image: spec.settings.image,
    createOptions: spec.settings.createOptions,
    status: spec.status,
    restartPolicy: spec.restartPolicy,
    runtimeStatus: state?.status ?? 'stopped',
    statusDescription: state?.lastExit ?? '',
    exitCode: state?.exitCode ?? 0,
    restartCount: state?.restartCount ?? 0,
    lastStartTimeUtc: state?.startedAt ?? '',
    lastExitTimeUtc: state?.exitedAt ?? '',
    lastRestartTimeUtc: state?.restartedAt ?? '',
  }
}
