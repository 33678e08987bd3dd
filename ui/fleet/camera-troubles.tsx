import { Tag } from '../design/tag.tsx'
import { useText } from '../text/text.ts'
import type { CameraNow } from './device-problems.ts'

/** What is wrong with a camera, one word each; nothing where it is well. */
export function CameraTroubles({ troubles }: { troubles: CameraNow['troubles'] }) {
  const words = useText().cameraHealth
  return troubles.map(({ kind }) => (
    <Tag key={kind} tone="warning" icon="camera">
      {words.troubles[kind]}
    </Tag>
  ))
}
