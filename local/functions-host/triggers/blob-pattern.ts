import { Fault } from '../../../shared/domain/faults.ts'

export interface BlobPattern {
  readonly container: string
  /** Text that every matching name begins with; narrows the listing. */
  readonly prefix: string
  /** The parameters of a name that fits, undefined for one that does not. */
  match(name: string): Record<string, string> | undefined
}

/** Reads the path of a blob trigger: `container`, `container/folder/{name}.{extension}`; `{{` and `}}` are braces. */
export function parseBlobPattern(path: string): BlobPattern {
  const [, container = '', rest = '{name}'] = /^\/?([^/{}]+)(?:\/(.+))?$/.exec(path) ?? []
  if (container === '') throw new Fault('setting-invalid', `The path "${path}" of a blob trigger must look like container/{name}.`)
  const tokens = rest.match(/\{\{|\}\}|\{\w+\}|[^{}]+/g) ?? []
  if (tokens.join('') !== rest) throw new Fault('setting-invalid', `The path "${path}" of a blob trigger has braces that do not match.`)
  const names: string[] = []
  const pattern = tokens.map((token) => {
    const parameter = /^\{(\w+)\}$/.exec(token)?.[1]
    if (parameter === undefined) return plain(token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(parameter)
    return '(.+)'
  })
  const expression = new RegExp(`^${pattern.join('')}$`, 's')
  const firstParameter = tokens.findIndex((token) => /^\{\w+\}$/.test(token))
  const prefix = tokens.slice(0, firstParameter === -1 ? tokens.length : firstParameter)
  return {
    container,
    prefix: prefix.map(plain).join(''),
    match: (name) => {
      const match = expression.exec(name)
      return match === null ? undefined : Object.fromEntries(names.map((each, index) => [each, match[index + 1]!]))
    },
  }
}

const plain = (token: string) => (token === '{{' || token === '}}' ? token.charAt(0) : token)
