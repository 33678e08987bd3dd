/** A bug that somebody could make: an exact text of one file, what it becomes, and the tests that must notice. */
export interface Mutant {
  readonly bug: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
}

/** Dangerous places, one bug each. A text must stand in its file exactly once (test/tools/mutants.test.ts). */
export const mutants: readonly Mutant[] = [
  {
    bug: 'an incident is overwritten whatever its version',
    file: 'shared/adapters/table-incident-store.ts',
    from: "['update', entity, 'Replace', { etag: version }]",
    to: "['update', entity, 'Replace', { etag: '*' }]",
    tests: ['test/shared/adapters/table-incident-store.test.ts'],
  },
  {
    bug: 'the rows of the outbox are not written with the incident',
    file: 'shared/adapters/table-incident-store.ts',
    from: "      ...extras.map((row): TransactionAction => ['create', toEntity(row)]),\n",
    to: '',
    tests: ['test/shared/operations/ingest-batch.test.ts'],
  },
  {
    bug: 'a retry asks the provider under a new id',
    file: 'shared/domain/alert-attempt.ts',
    from: "return alert.isRepeat ? uuidV5(alert.id, 'repeat') : alert.id",
    to: "return alert.attempts > 1 ? uuidV5(alert.id, 'repeat') : alert.id",
    tests: ['test/shared/operations/dispatch-alert.test.ts'],
  },
  {
    bug: 'a link to a picture can also write',
    file: 'shared/adapters/blob-media-links.ts',
    from: 'BlobSASPermissions.from({ read: true })',
    to: 'BlobSASPermissions.from({ read: true, write: true })',
    tests: ['test/shared/adapters/blob-media-links.test.ts'],
  },
  {
    bug: 'a link to a picture may live for hours',
    file: 'shared/adapters/blob-media-links.ts',
    from: 'now.getTime() + maxMinutes * 60_000 + 1000',
    to: 'now.getTime() + maxMinutes * 3_600_000 + 1000',
    tests: ['test/shared/adapters/blob-media-links.test.ts'],
  },
  {
    bug: 'one more role may do what one role may',
    file: 'functions/review/routes/oversight.ts',
    from: "roles: ['safety-auditor'],\n    params: z.strictObject({ site: Id }),\n    query: z.strictObject({\n      from:",
    to: "roles: ['safety-auditor', 'data-labeler'],\n    params: z.strictObject({ site: Id }),\n    query: z.strictObject({\n      from:",
    tests: ['test/functions/review/routes.test.ts'],
  },
  {
    bug: "another site's incident can be read by its id",
    file: 'shared/operations/find-incident.ts',
    from: 'found === undefined || !coversSite(person, found.value.site)',
    to: 'found === undefined',
    tests: ['test/functions/review/incidents.test.ts'],
  },
  {
    bug: 'a person of another tenant is believed',
    file: 'functions/review/parse-principal.ts',
    from: 'tenants.length !== 1 || tenants[0] !== tenant',
    to: 'tenants.length !== 1',
    tests: ['test/functions/review/parse-principal.test.ts'],
  },
  {
    bug: "another site's page may act for a person",
    file: 'functions/review/serve-route.ts',
    from: "  if (row.method !== 'GET') refuseForeignOrigin(request, options.publicOrigin)\n",
    to: '',
    tests: ['test/functions/review/routes.test.ts'],
  },
  {
    bug: 'the position of the hub moves before what failed is kept',
    file: 'shared/operations/ingest-batch.ts',
    from: 'if (intake.failed.length > 0) await ports.spill.put(intake.failed.map(({ event }) => event))',
    to: 'if (intake.failed.length > 0) void ports.spill.put(intake.failed.map(({ event }) => event)).catch(() => {})',
    tests: ['test/shared/operations/ingest-outage.test.ts', 'test/shared/operations/ingest-faults.test.ts'],
  },
  {
    bug: 'a device speaks in the name of another',
    file: 'shared/domain/decide-event.ts',
    from: 'if (message.device !== device) return',
    to: 'if (message.device === undefined) return',
    tests: ['test/shared/domain/decide-event.test.ts'],
  },
  {
    bug: 'a device names an upload of another whose name begins like its own',
    file: 'shared/domain/decide-event.ts',
    from: 'path !== undefined && !path.startsWith(folder)',
    to: 'path !== undefined && !path.startsWith(folder.slice(0, -1))',
    tests: ['test/shared/domain/decide-event.test.ts'],
  },
  {
    bug: 'an incident that is over opens again by an old message',
    file: 'shared/domain/merge-incident.ts',
    from: "known?.phase === 'closed' || message.phase === 'closed'",
    to: "message.phase === 'closed'",
    tests: ['test/shared/domain/merge-incident.test.ts'],
  },
  {
    bug: 'a critical incident ends in an empty shift',
    file: 'shared/domain/plan-alerts.ts',
    from: "incident.severity === 'critical' && !isAnyoneReached",
    to: "incident.severity === 'critical' && isAnyoneReached",
    tests: ['test/shared/domain/plan-alerts.test.ts'],
  },
  {
    bug: 'nothing is kept for critical e-mails',
    file: 'shared/domain/email-quota.ts',
    from: 'const shareForOthers = 0.8',
    to: 'const shareForOthers = 1',
    tests: ['test/shared/domain/email-quota.test.ts'],
  },
  {
    bug: 'the last place of a limit is never given',
    file: 'shared/domain/token-bucket.ts',
    from: 'if (tokens >= 1) return',
    to: 'if (tokens > 1) return',
    tests: ['test/shared/domain/token-bucket.test.ts'],
  },
  {
    bug: 'who made a model may approve it',
    file: 'shared/domain/answer-approval.ts',
    from: "  if (answer.decision === 'approved') refusePartial(approval, by)\n",
    to: '',
    tests: ['test/shared/domain/answer-approval.test.ts'],
  },
  {
    bug: 'a ring in which just as many fail as may goes on',
    file: 'shared/domain/judge-ring.ts',
    from: 'failed / known >= policy.mostFailed',
    to: 'failed / known > policy.mostFailed',
    tests: ['test/shared/domain/judge-ring.test.ts'],
  },
  {
    bug: 'a model with a wrong signature is admitted',
    file: 'shared/domain/verify-model.ts',
    from: 'if (!isSigned) return',
    to: 'if (isSigned === undefined) return',
    tests: ['test/shared/domain/verify-model.test.ts'],
  },
  {
    bug: 'entries of the audit log do not hang on each other',
    file: 'shared/domain/audit.ts',
    from: 'previous: last?.hash ?? chainStart }',
    to: 'previous: chainStart }',
    tests: ['test/shared/domain/audit.test.ts'],
  },
  {
    bug: 'a recording that hangs on two splits goes into one of them',
    file: 'shared/domain/dataset-splits.ts',
    from: 'else if (touched.size === 1) for',
    to: 'else if (touched.size >= 1) for',
    tests: ['test/shared/domain/dataset-splits.test.ts'],
  },
  {
    bug: 'a listing ends with the first page of the table',
    file: 'shared/adapters/table-rows.ts',
    from: 'while (continuationToken !== undefined && rows.length < limit)\n  return rows',
    to: 'while (false)\n  return rows',
    tests: ['test/shared/adapters/table-rows.test.ts'],
  },
  {
    bug: 'a damaged record of the outbox is sent as it is',
    file: 'edge/outbox/record.ts',
    from: "if (crc32(payload) !== bytes.readUInt32LE(offset + 4)) return { state: 'damaged', end }\n",
    to: '',
    tests: ['test/edge/outbox/outbox.test.ts'],
  },
  {
    bug: 'incidents wait behind telemetry',
    file: 'edge/hub/drain-messages.ts',
    from: "const messageLanes = ['incident', 'telemetry'] as const",
    to: "const messageLanes = ['telemetry', 'incident'] as const",
    tests: ['test/edge/hub/drain-messages.test.ts'],
  },
  {
    bug: 'a record is done before the hub has it',
    file: 'edge/hub/drain-messages.ts',
    from: '      await link.send(record)\n      outbox.done(record)\n',
    to: '      outbox.done(record)\n      await link.send(record)\n',
    tests: ['test/edge/hub/keep-until-acknowledged.test.ts'],
  },
]
