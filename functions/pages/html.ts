/** Text that is already HTML. Nothing else gets into a page without being escaped. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | undefined | readonly Html[]

/** html`<p>${name}</p>`: what stands between the braces is text, unless it was made by this very tag. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: literals.reduce((page, literal, index) => page + render(parts[index - 1]) + literal) }
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(({ html }) => html).join('')
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
