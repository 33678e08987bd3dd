import { RegistryError } from './registry-error.ts'

// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const repository = new RegExp(`^${component}(?:/${component})*$`)
const tag = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const longestName = 255

export function checkRepository(name: string): string {
  if (name.length > longestName || !repository.test(name)) throw new RegistryError('NAME_INVALID', `${name} is no name of a repository.`)
  return name
}

export function checkTag(text: string): string {
  if (!tag.test(text)) throw new RegistryError('TAG_INVALID', `${text} is no tag.`)
  return text
}

export const isDigest = (text: string) => /^sha256:[0-9a-f]{64}$/.test(text)

/** The specification knows more algorithms; everybody uses this one. */
export function checkDigest(text: string): string {
  if (!isDigest(text)) throw new RegistryError('DIGEST_INVALID', `${text} is not sha256: and 64 hex digits in lower case.`)
  return text
}
