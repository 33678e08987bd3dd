export interface BannerFacts {
  readonly apiUrl: string
  readonly outboxUrl: string
  readonly scoringUrl: string
  readonly cameras: readonly string[]
  readonly model: string
  readonly seed: number | undefined
  readonly dataFolder: string
}

/** What is up and where to look. */
export function banner(facts: BannerFacts): string {
  const rows: [string, string][] = [
    ['incidents', `${facts.apiUrl}/incidents   (pick a role to sign in)`],
    ['review API', `${facts.apiUrl}/api/incidents   (its document: ${facts.apiUrl}/api/openapi.json)`],
    ['SMS and e-mail', facts.outboxUrl],
    ['scoring', facts.scoringUrl],
    ['camera', facts.cameras.join(', ') + (facts.seed === undefined ? '' : `   (seed ${facts.seed})`)],
    ['model', facts.model],
    ['data and logs', facts.dataFolder],
  ]
  const lines = rows.map(([name, what]) => `  ${name.padEnd(15)} ${what}`)
  return [
    '',
    'Sightloop in LOCAL MODE: everything is on this machine, open to nobody else, and without passwords. Not for production.',
    ...lines,
    '',
    `As a script: curl -H 'authorization: Bearer site-engineer' ${facts.apiUrl}/api/incidents`,
    'Ctrl-C stops it; npm start goes on where it was.',
    '',
  ].join('\n')
}
