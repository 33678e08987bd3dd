export interface BannerFacts {
  readonly apiUrl: string
  readonly outboxUrl: string
  readonly tracesUrl: string
  readonly scoringUrl: string
  readonly cameras: readonly string[]
  readonly model: string
  readonly device: string
  readonly seed: number | undefined
  readonly dataFolder: string
}

/** What is up and where to look. */
export function banner(facts: BannerFacts): string {
  const rows: [string, string][] = [
    ['pages', `${facts.apiUrl}   (pick a role to sign in)`],
    ['review API', `${facts.apiUrl}/api/incidents   (its document: ${facts.apiUrl}/api/openapi.json)`],
    ['passport', `${facts.apiUrl}/api/devices/${facts.device}/passport   (which model runs there, and what taught it)`],
    ['SMS and e-mail', facts.outboxUrl],
    ['traces', `${facts.tracesUrl}   (each incident from the frame to the SMS)`],
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
