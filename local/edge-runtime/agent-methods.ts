import { z } from 'zod'
import type { DirectMethods } from '../../edge/hub/open-session.ts'
import type { ModuleSlots } from './module-slots.ts'

const Restart = z.looseObject({ id: z.string() })
const Item = z.looseObject({ id: z.string(), filter: z.looseObject({ tail: z.int().min(1).max(1000).optional() }).nullish() })
const Logs = z.looseObject({ items: z.array(Item).min(1).max(50).or(Item) })

// A method's answer may have 128 KB.
const maxLogCharacters = 100_000
const usualLines = 200

/** https://learn.microsoft.com/azure/iot-edge/how-to-edgeagent-direct-method */
export function agentMethods(slots: ModuleSlots, linesOf: (module: string) => readonly string[]): DirectMethods {
  return {
    ping: async () => ({ status: 200, payload: null }),
    /** `{"schemaVersion": "1.0", "id": MODULE}` */
    RestartModule: async (payload) => {
      const request = Restart.safeParse(payload)
      if (!request.success) return wrong(z.prettifyError(request.error))
      if (await slots.restart(request.data.id)) return { status: 200, payload: null }
      return wrong(`There is no module ${request.data.id} that runs.`)
    },
    /** `{"schemaVersion": "1.0", "items": [{"id": MODULE, "filter": {"tail": N}}]}`: the newest lines, as text. */
    GetModuleLogs: async (payload) => {
      const request = Logs.safeParse(payload)
      if (!request.success) return wrong(z.prettifyError(request.error))
      const items = [request.data.items].flat()
      const answers = items.map(({ id, filter }) => {
        const text = linesOf(id)
          .slice(-(filter?.tail ?? usualLines))
          .join('\n')
        return { id, payloadBytes: null, payload: text.slice(-Math.floor(maxLogCharacters / items.length)) }
      })
      return { status: 200, payload: answers }
    },
  }
}

function wrong(message: string) {
  return { status: 400, payload: { message } }
}
