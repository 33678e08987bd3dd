/**
 * Why a task failed, short enough for a report. The engine says which function failed and, on the lines below, where in
 * the code; people want to know why.
 */
export function messageOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  const reason = line.replace(/^\w+ function '[^']*' failed: /, '').trim()
  return reason.slice(0, 500) || 'It says no reason.'
}
