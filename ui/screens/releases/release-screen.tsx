import { createLazyRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { useSites } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { ReleaseContents } from './release-contents.tsx'
import { ReleaseFacts } from './release-facts.tsx'
import { ReleaseNotes } from './release-notes.tsx'
import { ReleaseStateTag } from './release-state.tsx'
import { ReleaseWay } from './release-way.tsx'

export const route = createLazyRoute('/releases/$id')({ component: ReleaseScreen })

const [openMs, doneMs] = [3000, 60_000]

/** One release: what it is made of, how far it is, and what became of it. */
function ReleaseScreen() {
  const { id } = route.useParams()
  const [isDone, setDone] = useState(false)
  const release = useApi('getRelease', { params: { id } }, { everyMs: isDone ? doneMs : openMs })
  const { state, deployedAt } = release.data ?? {}
  const done = state === 'failed' || state === 'revoked' || deployedAt !== undefined
  if (done !== isDone) setDone(done)
  return <Loaded of={release}>{(data) => <OneRelease release={data} />}</Loaded>
}

function OneRelease({ release }: { release: Answer<'getRelease'> }) {
  const words = useText().releases
  const { all } = useSites()
  const { id, site, model } = release
  const lead = (
    <>
      {all.find((one) => one.id === site)?.name ?? site} ·{' '}
      {model === undefined ? (
        words.noModel
      ) : (
        <Link to="/models/$name/$version" params={{ name: model.name, version: model.version }}>
          {words.of(`${model.name} ${model.version}`)}
        </Link>
      )}
    </>
  )
  return (
    <Page title={words.title(id)} lead={lead} actions={<ReleaseStateTag release={release} />}>
      <ReleaseNotes release={release} />
      <ReleaseWay release={release} />
      <ReleaseFacts release={release} />
      <ReleaseContents release={release} />
    </Page>
  )
}
