import { isFunctionDisabled, optionText } from '../app/app-settings.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { parseRoute, type RouteTemplate } from './route-template.ts'

export interface HttpFunction {
  readonly fn: RegisteredFunction
  /** With the prefix, without a slash in front: `api/incidents/{id}`. */
  readonly route: string
  /** Upper-case; empty = any method. */
  readonly methods: readonly string[]
  readonly authLevel: string
}

export interface RouteMatch {
  readonly target: HttpFunction
  readonly params: Record<string, string>
}

export interface Router {
  readonly functions: readonly HttpFunction[]
  /** @param path as on the wire, without the query. Undefined for an unknown route and for a method that is not listed. */
  find(method: string, path: string): RouteMatch | undefined
}

export function createRouter(functions: Iterable<RegisteredFunction>, routePrefix: string): Router {
  const entries: { target: HttpFunction; template: RouteTemplate }[] = []
  for (const fn of functions) {
    if (fn.trigger.type.toLowerCase() !== 'httptrigger' || isFunctionDisabled(fn.name)) continue
    const target = describe(fn, routePrefix)
    entries.push({ target, template: parseRoute(target.route) })
  }
  entries.sort((a, b) => (a.template.precedence < b.template.precedence ? -1 : a.template.precedence > b.template.precedence ? 1 : 0))
  const literals = Map.groupBy(
    entries.filter(({ template }) => template.literal !== undefined),
    ({ template }) => template.literal!,
  )
  const templates = entries.filter(({ template }) => template.literal === undefined)
  const accepts = ({ methods }: HttpFunction, method: string) => methods.length === 0 || methods.includes(method)

  return {
    functions: entries.map(({ target }) => target),
    find: (method, rawPath) => {
      const path = rawPath.replace(/^\/|\/$/g, '')
      const literal = literals.get(path.toLowerCase())?.find(({ target }) => accepts(target, method))
      if (literal !== undefined) return { target: literal.target, params: {} }
      for (const { target, template } of templates) {
        const params = accepts(target, method) ? template.match(path) : undefined
        if (params !== undefined) return { target, params }
      }
      return undefined
    },
  }
}

function describe(fn: RegisteredFunction, routePrefix: string): HttpFunction {
  const { route, methods, authLevel } = fn.trigger
  const path = optionText(route ?? fn.name).replace(/^\//, '')
  return {
    fn,
    route: [routePrefix.replace(/^\/|\/$/g, ''), path].filter((part) => part !== '').join('/'),
    methods: ((methods ?? []) as string[]).map((method) => method.toUpperCase()),
    authLevel: String(authLevel ?? 'anonymous').toLowerCase(),
  }
}
