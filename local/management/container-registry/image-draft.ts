import type { LayerEntry } from '../../images/write-layer.ts'

/** `config` of an image: https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md */
export interface ContainerConfig {
  readonly Env?: readonly string[] | null
  readonly Labels?: Readonly<Record<string, string>> | null
  readonly User?: string
  readonly WorkingDir?: string
  readonly Cmd?: readonly string[] | null
  readonly Entrypoint?: readonly string[] | null
  readonly ExposedPorts?: Readonly<Record<string, object>> | null
  readonly Volumes?: Readonly<Record<string, object>> | null
}

/** What instructions make of the base: its configuration from then on, and new layers. */
export interface ImageDraft {
  readonly config: ContainerConfig
  readonly layers: readonly (readonly LayerEntry[])[]
  readonly history: readonly { readonly created_by: string; readonly empty_layer?: true }[]
}
