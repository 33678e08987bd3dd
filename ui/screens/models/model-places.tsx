import { Link } from '@tanstack/react-router'
import { type Item, useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Problem } from '../../design/state.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import styles from './models.module.css'

type Model = Item<'listModels'>

/** Everything around a model: its run, its dataset, its comparison, its passport. */
export function ModelPlaces({ model }: { model: Model }) {
  const text = useText().models
  const { name, version, run, dataset, evaluation } = model
  return (
    <Card title={text.from}>
      <dl className={styles.terms}>
        <dt>{text.run}</dt>
        <dd>
          {run === undefined ? (
            text.broughtIn
          ) : (
            <Link to="/runs/$id" params={{ id: run }}>
              {run}
            </Link>
          )}
        </dd>
        {dataset !== undefined && (
          <>
            <dt>{text.dataset}</dt>
            <dd>
              <Link to="/datasets/$version" params={{ version: dataset }}>
                {dataset}
              </Link>
            </dd>
          </>
        )}
        <dt>{text.evaluation}</dt>
        <dd>
          {evaluation === undefined ? (
            <NotCompared model={model} />
          ) : (
            <Link to="/evaluations/$digest" params={{ digest: evaluation }}>
              {evaluation.slice(0, 12)}
            </Link>
          )}
        </dd>
        <dt>{text.passport}</dt>
        <dd>
          <Link to="/models/$name/$version/passport" params={{ name, version }}>
            {text.passportOf}
          </Link>
        </dd>
      </dl>
    </Card>
  )
}

/** A model that a person brought in is compared when somebody says so. */
function NotCompared({ model: { name, version, state } }: { model: Model }) {
  const text = useText().models
  const toast = useToast()
  const mayCompare = useCan('data-scientist')
  const compare = useAction('evaluateModel', ['getModel', 'listModels', 'listApprovals'])
  const submit = () => compare.mutate({ params: { name, version } }, { onSuccess: () => toast({ message: text.comparing }) })
  return (
    <>
      {text.noEvaluation}{' '}
      {mayCompare && state === 'candidate' && (
        <Button size="small" isBusy={compare.isPending} onClick={submit}>
          {text.compare}
        </Button>
      )}
      {compare.error && <Problem error={compare.error} onRetry={submit} />}
    </>
  )
}
