import { redact } from '../invocation/redact.ts'
import type { LogLevel } from './core-types.ts'
import type { FunctionRegistry } from './function-registry.ts'

const levels: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none']

/**
 * Makes the handler of everything that the library or a function logs. Log hooks may change level and text first.
 *
 * @param leastLevel from host.json (`logging.logLevel.default`); the library's own messages are shown from warnings on.
 */
export function createLogHandler(
  hooks: () => FunctionRegistry['hooks']['log'],
  leastLevel: string,
  print: (line: string) => void,
): FunctionRegistry['log'] {
  const least = Math.max(levels.indexOf(leastLevel.toLowerCase() as LogLevel), 0)
  const leastOfSystem = Math.max(least, levels.indexOf('warning'))
  return (level, category, message) => {
    const entry: Record<string, unknown> = { hookData: {}, level, category, message }
    if (category === 'user') for (const hook of hooks()) hook(entry)
    const rank = levels.indexOf(entry['level'] as LogLevel)
    if (entry['level'] === 'none' || rank < (entry['category'] === 'system' ? leastOfSystem : least)) return
    print(redact(String(entry['message'])))
  }
}
