/** What a deployment names: `registry/repository@sha256:…`, or a tag where somebody wants to follow one. */
export interface ImageReference {
  readonly text: string
  readonly registryUrl: string
  readonly registry: string
  readonly repository: string
  /** A digest or a tag. */
  readonly reference: string
  readonly digest: string | undefined
}

const shape =
  /^(?<registry>[a-zA-Z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)\/(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/

/** @throws Error that says what was expected */
export function parseImageReference(text: string): ImageReference {
  const { registry = '', repository = '', tag = 'latest', digest } = shape.exec(text)?.groups ?? {}
  if (registry === '') throw new Error(`'${text}' names no image; expected REGISTRY/REPOSITORY@sha256:… .`)
  // As Docker does: without TLS only on this machine.
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(registry)
  return { text, registry, repository, digest, registryUrl: `${isHere ? 'http' : 'https'}://${registry}`, reference: digest ?? tag }
}
