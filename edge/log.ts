import { type Clock, systemClock } from '../shared/domain/clock.ts'

/** One event is one line of JSON. Events are named in kebab-case; the fields say what, never how secret. */
export type Log = (level: 'info' | 'warning' | 'error', event: string, fields?: Readonly<Record<string, unknown>>) => void

export function createLog(write: (line: string) => void, clock: Clock = systemClock): Log {
  return (level, event, fields = {}) => {
    write(redact(JSON.stringify({ at: clock().toISOString(), level, event, ...fields }, describe)))
  }
}

function describe(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value
}

// What errors of the SDKs may carry: keys of connection strings, signatures of tokens, user and password of cameras.
const secrets = /(SharedAccessKey=|SharedAccessSignature |[?&]sig=|sig=|Authorization: ?)[^;&"\s\\]+|(\w+:\/\/)[^/\s"@]+@/gi

export function redact(text: string): string {
  return text.replace(
    secrets,
    (_all, name: string | undefined, scheme: string | undefined) => `${name ?? scheme ?? ''}***${scheme ? '@' : ''}`,
  )
}
