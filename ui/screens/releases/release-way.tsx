import { Card } from '../../design/page.tsx'
import { Steps } from '../../design/steps.tsx'
import { useText } from '../../text/text.ts'
import { type Release, stepsOf } from './release-state.tsx'

/** The way from the answer to the devices. */
export function ReleaseWay({ release }: { release: Release }) {
  const words = useText().releases
  return (
    <Card title={words.way}>
      <Steps title={words.way} steps={stepsOf(release).map(({ name, stage }) => ({ key: name, name: words.steps[name], stage }))} />
    </Card>
  )
}
