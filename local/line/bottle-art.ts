import { bottle } from './layout.ts'
import type { Look } from './look.ts'

/** Room around the bottle inside its sprite, in pixels. */
export const margin = 4
export const bottleSprite = { width: bottle.width + 2 * margin + 1, height: bottle.height + 2 * margin }

const body = 'M13 12 V25 C13 33 0.8 37 0.8 51 V111 Q0.8 117.2 7 117.2 H35 Q41.2 117.2 41.2 111 V51 C41.2 37 29 33 29 25 V12 Z'
const emblems = {
  drop: 'M21 66 C27 75 29 78 29 82 A8 8 0 0 1 13 82 C13 78 15 75 21 66 Z',
  sun: 'M21 69 l2.6 5 5.4 -1.6 -1.6 5.4 5 2.6 -5 2.6 1.6 5.4 -5.4 -1.6 -2.6 5 -2.6 -5 -5.4 1.6 1.6 -5.4 -5 -2.6 5 -2.6 -1.6 -5.4 5.4 1.6 Z',
  leaf: 'M12 88 C12 74 20 70 31 70 C31 82 25 89 15 88 L12 91 Z',
  wave: 'M8 78 Q14 70 21 78 T34 78 V84 Q28 92 21 84 T8 84 Z',
}

/** A bottle; `shift` moves it by a part of a pixel, so that slow bottles glide instead of hopping. */
export function bottleArt(look: Look, hasCap: boolean, shift: number): string {
  const [light, deep] = look.liquid
  return `<defs>
    <linearGradient id="liquid" x2="1" y2="0"><stop offset="0" stop-color="${deep}"/><stop offset="0.3" stop-color="${light}"/><stop offset="0.62" stop-color="${light}"/><stop offset="1" stop-color="${deep}"/></linearGradient>
    <linearGradient id="glass" x2="1" y2="0"><stop offset="0" stop-color="#ffffff" stop-opacity="0.55"/><stop offset="0.16" stop-color="${look.glass}" stop-opacity="0.12"/><stop offset="0.8" stop-color="${look.glass}" stop-opacity="0.06"/><stop offset="1" stop-color="#0d1a20" stop-opacity="0.4"/></linearGradient>
    <linearGradient id="paper" x2="1" y2="0"><stop offset="0" stop-color="#000" stop-opacity="0.35"/><stop offset="0.2" stop-color="#fff" stop-opacity="0.18"/><stop offset="0.7" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.4"/></linearGradient>
    <linearGradient id="cap" x2="1" y2="0"><stop offset="0" stop-color="${look.cap[2]}"/><stop offset="0.3" stop-color="${look.cap[0]}"/><stop offset="0.62" stop-color="${look.cap[1]}"/><stop offset="1" stop-color="${look.cap[2]}"/></linearGradient>
    <clipPath id="inside"><path d="${body}"/></clipPath>
  </defs>
  <g transform="translate(${margin + shift} ${margin})">
    <path d="${body}" fill="${look.glass}" fill-opacity="0.5"/>
    <g clip-path="url(#inside)"><rect y="30" width="42" height="90" fill="url(#liquid)" opacity="0.94"/><ellipse cx="21" cy="31" rx="11" ry="2" fill="#ffffff" opacity="0.6"/>
      <path d="M0 112 Q21 119 42 112 V120 H0 Z" fill="#00000038"/></g>
    <g clip-path="url(#inside)"><rect y="60" width="42" height="37" fill="${look.label[0]}"/><rect y="60" width="42" height="3.4" fill="${look.label[1]}"/><rect y="93.6" width="42" height="3.4" fill="${look.label[1]}"/>
      <path d="${emblems[look.emblem]}" fill="${look.label[1]}"/><rect y="60" width="42" height="37" fill="url(#paper)"/></g>
    <path d="${body}" fill="url(#glass)" stroke="#16242b" stroke-opacity="0.55" stroke-width="1"/>
    <path d="M6 56 C6 46 13 40 15.5 34 M6 64 V108" fill="none" stroke="#ffffff" stroke-width="2.6" stroke-linecap="round" opacity="0.75"/>
    <path d="M36.5 56 V106" stroke="#ffffff" stroke-width="1.2" opacity="0.35"/>
    ${hasCap ? cap() : mouth()}
  </g>`
}

function cap(): string {
  const ribs = [11.5, 15, 18.5, 22, 25.5, 29]
    .map((x) => `<path d="M${x} 4.5 V14.5" stroke="#000" stroke-opacity="0.22" stroke-width="1"/>`)
    .join('')
  return `<path d="M8.6 4 Q8.6 0.8 12 0.8 H30 Q33.4 0.8 33.4 4 V16 Q21 18.6 8.6 16 Z" fill="url(#cap)" stroke="#000" stroke-opacity="0.35" stroke-width="0.8"/>${ribs}
    <path d="M11 2.8 H28" stroke="#fff" stroke-opacity="0.75" stroke-width="1.6" stroke-linecap="round"/><rect x="11.5" y="18.5" width="19" height="2.4" rx="1" fill="#fff" opacity="0.45"/>`
}

function mouth(): string {
  return `<ellipse cx="21" cy="12.4" rx="8.4" ry="2.9" fill="#10181c" stroke="#f6fbfc" stroke-width="1.5"/><path d="M13.5 17 H28.5 M13.5 20 H28.5" stroke="#ffffff" stroke-opacity="0.6" stroke-width="1.1"/>
    <path d="M14.6 13.4 Q21 15.8 27.4 13.4" stroke="#7fa0ab" stroke-width="1" fill="none"/>`
}

/** The contact shadow under a bottle, 70 × 18. */
export function bottleShadow(): string {
  return '<defs><radialGradient id="s"><stop offset="0" stop-color="#000" stop-opacity="0.6"/><stop offset="0.6" stop-color="#000" stop-opacity="0.28"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs><ellipse cx="35" cy="9" rx="34" ry="8.6" fill="url(#s)"/>'
}

/** What runs out of a leaking bottle and lies on the chain, 84 × 22. */
export function puddleArt(look: Look): string {
  const [light, deep] = look.liquid
  return `<defs><linearGradient id="p" x2="0" y2="1"><stop offset="0" stop-color="${deep}"/><stop offset="1" stop-color="${light}"/></linearGradient></defs>
    <path d="M4 12 C6 3 22 5 32 3 C46 0 58 4 68 6 C80 8 84 13 76 17 C66 22 52 19 42 20 C30 22 2 22 4 12 Z" fill="url(#p)" opacity="0.92"/>
    <path d="M14 9 C24 6 40 6 52 7" stroke="#fff" stroke-width="2" stroke-linecap="round" fill="none" opacity="0.8"/><path d="M60 10 q8 1 10 4" stroke="#fff" stroke-width="1.5" fill="none" opacity="0.6"/>`
}

/** A drop, 7 × 9. */
export function dropArt(look: Look): string {
  return `<path d="M3.5 0.5 C5.5 3.4 6.4 4.6 6.4 5.9 A2.9 2.9 0 0 1 0.6 5.9 C0.6 4.6 1.5 3.4 3.5 0.5 Z" fill="${look.liquid[0]}" stroke="${look.liquid[1]}" stroke-width="0.8"/><circle cx="2.6" cy="5.4" r="1" fill="#fff" opacity="0.9"/>`
}
