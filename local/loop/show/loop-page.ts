import type { Films } from '../plan-films.ts'
import { escapeHtml } from './escape-html.ts'
import { exampleFrames } from './example-frames.ts'
import { barChart, timePlot } from './plots.ts'
import { header, type LoopFacts, rowsOf, summary } from './table.ts'

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#17202a}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #dde1e6}
figure{margin:1.5rem 0}figcaption{color:#5b6773}svg{max-width:100%;height:auto}.frames{display:grid;grid-template-columns:1fr 1fr;gap:1rem}pre{white-space:pre-wrap}`

/** One page that needs nothing else: the table, when each model raised its alarms, and pictures with the boxes of both. */
export async function loopPage(facts: LoopFacts, films: Films): Promise<string> {
  const { rows } = facts.turn
  const cells = rowsOf(rows)
  const plots = rows.map(
    (row) => `<figure>${timePlot(row)}<figcaption>${escapeHtml(row.name)}: real stays, and alarms</figcaption></figure>`,
  )
  const examples = await exampleFrames(rows, films)
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>One turn of the loop</title><style>${style}</style>
<h1>One turn of the loop</h1>
<p>The second part of the film: nothing has learned from it. Light and place are changed by this program, what is on the bench is not.</p>
<table><tr>${header.map((name) => `<th>${escapeHtml(name)}`).join('')}</tr>
${cells.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}`).join('')}</tr>`).join('\n')}</table>
<pre>${escapeHtml(summary(facts))}</pre>
<h2>False alarms in an hour</h2><figure>${barChart(rows)}</figure>
<h2>When</h2>${plots.join('\n')}
<h2>What they saw</h2><div class="frames">${examples.join('\n')}</div>
</html>
`
}
