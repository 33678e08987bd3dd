import { escapeHtml } from '../communication/outbox-page/escape-html.ts'
import type { ReceivedPoint, ReceivedSpan } from './trace-store.ts'

/** The newest traces, and what is measured. */
export function renderTraces(traces: readonly (readonly ReceivedSpan[])[], points: readonly ReceivedPoint[]): string {
  const rows = traces.map((spans) => {
    const first = spans[0]!
    const services = [...new Set(spans.map(({ service }) => service))].join(', ')
    const what = [first.attributes['sightloop.camera'], first.attributes['sightloop.rule']].filter(Boolean).join(' · ')
    const [day = '', time = ''] = new Date(first.start).toISOString().slice(0, 19).split('T')
    return `<tr><td><a href="/traces/${first.trace}">${first.trace.slice(0, 8)}…</a></td><td><span class="whole">${cell(day)}</span> <span class="whole">${cell(time)}</span></td><td>${cell(what)}</td><td class="wide">${cell(services)}</td><td class="number wide">${spans.length}</td><td class="number">${seconds(lengthOf(spans))}</td></tr>`
  })
  const none = '<p>Nothing yet. Each incident leaves a trace here, from the frame on the device to the message that wakes somebody.</p>'
  const table = `<table><thead><tr><th>Trace</th><th>Began (UTC)</th><th>What</th><th class="wide">Who</th><th class="number wide">Spans</th><th class="number">Took</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  return page('Traces', `<h1>Traces</h1>${rows.length === 0 ? none : table}<h2>Measures</h2>${renderPoints(points)}`)
}

/** One trace as a waterfall. */
export function renderTrace(spans: readonly ReceivedSpan[]): string {
  const begin = spans[0]!.start
  const length = Math.max(lengthOf(spans), 1)
  const rows = spans.map((span) => {
    const left = (100 * (span.start - begin)) / length
    const width = Math.max((100 * (span.end - span.start)) / length, 0.4)
    const details = Object.entries({ ...span.attributes, ...(span.error && { error: span.error }) })
    const bar = `<svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${seconds(span.end - span.start)}"><rect class="${classOf(span)}" x="${left.toFixed(2)}" y="1" width="${width.toFixed(2)}" height="6"/></svg>`
    const list = details.map(([name, value]) => `<dt>${cell(name)}</dt><dd>${cell(String(value))}</dd>`).join('')
    return `<tr><td>${cell(span.name)}<br><small>${cell(span.service)}</small></td><td class="bar">${bar}<details><summary>${seconds(span.end - span.start)}, ${seconds(span.start - begin)} after the start</summary><dl>${list}</dl></details></td></tr>`
  })
  return page(
    'Trace',
    `<p><a href="/">All traces</a></p><h1>Trace ${cell(spans[0]!.trace.slice(0, 8))}…</h1><p>${spans.length} spans in ${seconds(length)}. <code>${cell(spans[0]!.trace)}</code></p><table class="waterfall"><tbody>${rows.join('')}</tbody></table>`,
  )
}

function renderPoints(points: readonly ReceivedPoint[]): string {
  if (points.length === 0) return '<p>Nothing has been measured yet; it is told every half minute.</p>'
  const rows = points.map(({ metric, unit, attributes, count, value }) => {
    const of = Object.entries(attributes).map(([name, what]) => `${name}=${String(what)}`)
    const figure = count === undefined ? String(value) : `${count} ×, mean ${(value / Math.max(count, 1)).toFixed(2)} ${unit}`
    return `<tr><td>${cell(metric)}<small>${cell(of.join(' '))}</small></td><td class="number">${cell(figure)}</td></tr>`
  })
  return `<table><thead><tr><th>Measure</th><th class="number">Value</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function classOf({ service, error }: ReceivedSpan): string {
  return error === undefined ? service : 'failed'
}

function lengthOf(spans: readonly ReceivedSpan[]): number {
  return Math.max(...spans.map(({ end }) => end)) - spans[0]!.start
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}

function cell(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Sightloop local mode</title><link rel="stylesheet" href="/traces.css"><main>${body}</main></html>`
}
