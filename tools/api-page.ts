import type { Route } from '../functions/review/route.ts'

/** docs/api.md: one line a route, made from the table of routes itself. */
export function apiPage(routes: readonly Route[]): string {
  const rows = routes.map(({ method, path, summary, roles, name }) => {
    const who = roles === 'anyone' ? 'anyone' : roles.length === 6 ? 'everybody signed in' : roles.join(', ')
    return `| \`${method} /api/${path}\` | ${name} | ${summary} | ${who} |`
  })
  return `# The review API

Made from \`functions/review/routes\` by \`node tools/run.mjs tools/write-api-page.ts\`; the whole, with every schema, is the OpenAPI 3.1 document at \`/api/openapi.json\`.

- Bodies are JSON (\`content-type: application/json\`), at most 256 KB; models come as a ZIP (\`application/zip\`), at most 100 MB. Unknown fields are refused, and so is a query parameter given twice.
- Errors are problem details (RFC 9457): \`code\` is one of [faults.md](faults.md), \`detail\` names what was wrong, \`correlation\` finds the log line.
- Lists answer \`{ items, cursor? }\`: as long as there is a \`cursor\`, there may be more, even where \`items\` is short. Pass it on as \`?cursor=\`.
- A decision answers the incident as it is now, with an \`ETag\`. Send it back as \`If-Match\`, and a change in between is refused with 409.
- Who one is comes from App Service authentication; which sites one covers stands in our own table and holds from the next click on. What belongs to another site looks like what does not exist.
- Links to media open one blob for reading, for 10 minutes; each view is on the audit chain before its link exists.
- A page of another origin cannot change anything: \`Origin\` and \`Sec-Fetch-Site\` are looked at.

| call | operation | what it does | who may (an admin always) |
|---|---|---|---|
${rows.join('\n')}
`
}
