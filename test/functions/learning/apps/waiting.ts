// The orchestration of a training run over activities that do nothing. With ORCHESTRATOR=other it is one that was never written.
import * as df from 'durable-functions'
import { retraining } from '../../../../functions/orchestrations/retraining.ts'

const { POLL = 'running', ORCHESTRATOR } = process.env
const answers = {
  ...{ 'validate-run': 'validating', 'cache-dataset': 'caching', 'submit-run': 'queued', 'poll-run': POLL },
  ...{ 'take-model': 'evaluating', 'evaluate-run': 'evaluating', 'judge-model': 'completed', 'fail-run': 'failed' },
}
for (const [name, answer] of Object.entries(answers)) df.app.activity(name, { handler: () => answer })
df.app.orchestration(
  'retraining',
  ORCHESTRATOR === 'other'
    ? function* (context) {
        yield context.df.callActivity('take-model')
        return 'another way'
      }
    : retraining,
)
