import { createLazyRoute, Link } from '@tanstack/react-router'
import { Page } from '../../../design/page.tsx'
import { Empty } from '../../../design/state.tsx'
import { useCan } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { ImportForm } from './import-form.tsx'
import { ImportList } from './import-list.tsx'
import { ImportProgress } from './import-progress.tsx'

export const route = createLazyRoute('/datasets/import')({ component: ImportScreen })

function ImportScreen() {
  const text = useText()
  const mayImport = useCan('data-scientist', 'data-labeler')
  const { id } = route.useSearch()
  const navigate = route.useNavigate()
  const go = (next: string | undefined) => void navigate({ search: next === undefined ? {} : { id: next } })
  return (
    <Page title={text.datasets.import} lead={text.datasets.importLead} actions={<Link to="/datasets">{text.screens.datasets}</Link>}>
      {!mayImport ? (
        <Empty icon="lock" title={text.problems.forbidden} />
      ) : id === undefined ? (
        <>
          <ImportForm onStarted={go} />
          <ImportList />
        </>
      ) : (
        <ImportProgress key={id} id={id} onAnother={() => go(undefined)} />
      )}
    </Page>
  )
}
