/** Approves in a process of its own, for tests that kill it: `decide-process.ts CONNECTION SITE APPROVAL NOW`. */
import { decideApproval } from '../../../../shared/operations/decide-approval.ts'
import { createTestApp } from '../../../harness/test-app.ts'
import { answerTo, rememberStarts, scientist } from './open-question.ts'

const [, , connectionString = '', site = '', id = '', now = ''] = process.argv
const ports = await createTestApp(connectionString, { clock: () => new Date(now), orchestrations: rememberStarts() })
const approval = (await ports.approvals.find(site, id))!.value
await decideApproval(ports, scientist('anna'), id, answerTo(approval))
