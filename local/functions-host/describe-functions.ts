import type { RegisteredFunction } from './app/function-registry.ts'
import type { Router } from './http/router.ts'

/** The list that `func start` prints: HTTP functions with their methods and address, others with their trigger. */
export function describeFunctions(functions: Iterable<RegisteredFunction>, router: Router, origin: string): string[] {
  const lines = ['Functions:']
  for (const fn of functions) {
    const http = router.functions.find((each) => each.fn === fn)
    if (http === undefined) lines.push(`\t${fn.name}: ${fn.trigger.type}`)
    else lines.push(`\t${fn.name}: [${http.methods.join(',') || 'any'}] ${origin}/${http.route}`)
  }
  return lines
}
