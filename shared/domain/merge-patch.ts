export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The smallest patch that makes `from` into `to` when it is merged: what is gone becomes null, what is the same is left out.
 * Lists are replaced as a whole. Source: RFC 7396, which is how twins take changes.
 *
 * @returns undefined where nothing has to change
 */
export function mergePatch(from: Json | undefined, to: Json): Json | undefined {
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : to
  const patch: Record<string, Json> = {}
  for (const name of Object.keys(from)) if (!(name in to)) patch[name] = null
  for (const [name, value] of Object.entries(to)) {
    const change = mergePatch(from[name], value)
    if (change !== undefined) patch[name] = change
  }
  return Object.keys(patch).length > 0 ? patch : undefined
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
