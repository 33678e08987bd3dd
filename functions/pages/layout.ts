import type { Principal } from '../../shared/domain/person.ts'
import { type Html, html } from './html.ts'

export interface PageOptions {
  readonly title: string
  readonly person: Principal | undefined
  /** Seconds until the browser asks again; a list that people leave open must not grow old. */
  readonly refreshSeconds?: number
}

export function layout({ title, person, refreshSeconds }: PageOptions, content: Html): string {
  const refresh = refreshSeconds === undefined ? undefined : html`<meta http-equiv="refresh" content="${refreshSeconds}">`
  const who = person && html`<span><bdi>${person.name}</bdi> · <a href="/.auth/logout">sign out</a></span>`
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}<title>${title} · Sightloop</title><link rel="icon" href="/pages/icon.svg"><link rel="stylesheet" href="/pages/style.css"></head>
<body><main><header><a href="/incidents"><b>Sightloop</b></a>${who}</header>${content}</main></body>
</html>`
  return page.html
}
