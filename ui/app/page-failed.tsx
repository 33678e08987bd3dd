import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Page } from '../design/page.tsx'
import { Empty, Problem } from '../design/state.tsx'
import { useText } from '../text/text.ts'

export function PageFailed({ error }: ErrorComponentProps) {
  return <Problem error={error} onRetry={() => location.reload()} />
}

export function NotFound() {
  const text = useText().problems
  return (
    <Page title={text.notFound}>
      <Empty icon="question" title={text.notFoundAdvice}>
        <Link to="/incidents">{text.toIncidents}</Link>
      </Empty>
    </Page>
  )
}
