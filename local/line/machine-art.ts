import type { Look } from './look.ts'

/** The filler's housing on the left; bottles come out from behind it. */
export function fillerHousing(look: Look): string {
  const [light, middle, dark] = look.housing
  const curtain = Array.from(
    { length: 4 },
    (_, i) => `<rect x="${108 + i * 5}" y="132" width="4.4" height="124" rx="1.5" fill="#10161a" opacity="${0.9 - i * 0.06}"/>`,
  ).join('')
  return `<defs>
    <linearGradient id="body" x2="1" y2="0"><stop offset="0" stop-color="${dark}"/><stop offset="0.25" stop-color="${middle}"/><stop offset="0.72" stop-color="${light}"/><stop offset="1" stop-color="${middle}"/></linearGradient>
    <linearGradient id="pane" x2="0.7" y2="1"><stop offset="0" stop-color="#a9d3e2"/><stop offset="0.5" stop-color="#2f4b58"/><stop offset="1" stop-color="#16262e"/></linearGradient>
  </defs>
  ${curtain}
  <path d="M-6 34 Q-6 26 4 26 H112 Q122 26 122 36 V126 H108 V262 H122 V330 H-6 Z" fill="url(#body)"/>
  <path d="M112 28 Q121 28 121 37 V126 H108 V262 H121 V330" fill="none" stroke="#00000038" stroke-width="2"/>
  <rect x="12" y="58" width="78" height="88" rx="6" fill="url(#pane)" stroke="${dark}" stroke-width="3"/>
  <path d="M22 140 L58 62 H74 L38 140 Z" fill="#ffffff" opacity="0.2"/>
  <circle cx="34" cy="112" r="15" fill="none" stroke="#8fa7b0" stroke-width="4" opacity="0.6"/><path d="M62 76 V140" stroke="#8fa7b0" stroke-width="4" opacity="0.5"/>
  <rect x="16" y="164" width="56" height="58" rx="4" fill="#2b343a" stroke="#11171b" stroke-width="2"/>
  <rect x="21" y="170" width="46" height="24" rx="2" fill="#123d33"/><path d="M24 188 l7 -6 6 4 8 -10 7 6 10 -7" fill="none" stroke="#4fe0a4" stroke-width="1.6"/>
  <circle cx="29" cy="208" r="5.5" fill="#2fbf63"/><circle cx="44" cy="208" r="5.5" fill="#e8b51c"/><circle cx="60" cy="208" r="6.5" fill="#d6342b" stroke="#7b130f" stroke-width="1.5"/>
  <path d="M0 240 H108" stroke="#00000030" stroke-width="2"/><path d="M8 252 H90 M8 260 H90 M8 268 H90 M8 276 H90" stroke="#00000048" stroke-width="3"/>
  <rect x="92" y="4" width="12" height="22" rx="3" fill="#5c666d"/><rect x="92" y="-2" width="12" height="10" rx="3" fill="#37d67a"/><rect x="92" y="9" width="12" height="8" fill="#8a6d1a"/>`
}

/** Beam and columns that carry the capping head, in front of the hall and behind the bottles. */
export function cappingFrame(look: Look): string {
  const [light, middle, dark] = look.housing
  return `<defs>
    <linearGradient id="beam" x2="0" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="0.6" stop-color="${middle}"/><stop offset="1" stop-color="${dark}"/></linearGradient>
    <linearGradient id="column" x2="1" y2="0"><stop offset="0" stop-color="${dark}"/><stop offset="0.35" stop-color="${light}"/><stop offset="1" stop-color="${middle}"/></linearGradient>
    <linearGradient id="shaft" x2="1" y2="0"><stop offset="0" stop-color="#58636a"/><stop offset="0.35" stop-color="#f4f7f8"/><stop offset="1" stop-color="#656f76"/></linearGradient>
  </defs>
  <rect x="303" y="66" width="17" height="162" fill="url(#column)"/><path d="M297 228 H326 L322 218 H301 Z" fill="${dark}"/>
  <rect x="114" y="44" width="214" height="34" rx="5" fill="url(#beam)"/><rect x="114" y="74" width="214" height="4" fill="#00000040"/>
  <rect x="258" y="52" width="60" height="16" rx="2" fill="#f7c81e"/><path d="M262 52 l-4 6 v10 h3 l9 -16 Z M280 52 l-9 16 h8 l9 -16 Z M298 52 l-9 16 h8 l9 -16 Z M316 52 l-9 16 h8 l3 -5 v-11 Z" fill="#20252a"/>
  <rect x="212" y="30" width="48" height="52" rx="6" fill="url(#column)"/><rect x="212" y="76" width="48" height="6" rx="3" fill="${dark}"/>
  <circle cx="222" cy="40" r="2" fill="${dark}"/><circle cx="250" cy="40" r="2" fill="${dark}"/><rect x="226" y="48" width="20" height="12" rx="2" fill="#1b242a"/><rect x="229" y="51" width="9" height="6" fill="#55e39b"/>`
}

/** The part that goes up and down: shaft and chuck, 44 × 60, drawn with its lower edge on the cap. */
export function chuck(): string {
  return `<defs><linearGradient id="shaft" x2="1" y2="0"><stop offset="0" stop-color="#58636a"/><stop offset="0.35" stop-color="#f4f7f8"/><stop offset="1" stop-color="#656f76"/></linearGradient>
    <linearGradient id="grip" x2="1" y2="0"><stop offset="0" stop-color="#20272c"/><stop offset="0.35" stop-color="#7c878e"/><stop offset="1" stop-color="#262d32"/></linearGradient></defs>
    <rect x="16" y="0" width="12" height="40" fill="url(#shaft)"/><rect x="10" y="30" width="24" height="9" rx="2" fill="url(#shaft)"/>
    <path d="M8 38 H36 L33 58 H11 Z" fill="url(#grip)"/><path d="M14 40 V57 M20 40 V57 M26 40 V57 M31 40 V57" stroke="#00000060" stroke-width="1.5"/>`
}

/** In front of the bottles: the near guide rail and the two posts of the light curtain. */
export function nearParts(): string {
  const post = (x: number) =>
    `<rect x="${x - 4}" y="222" width="9" height="62" rx="2" fill="url(#yellow)"/><rect x="${x - 2}" y="232" width="3" height="40" fill="#20252a"/><circle cx="${x}" cy="227" r="2" fill="#43f08b"/>`
  return `<defs><linearGradient id="near" x2="0" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset="0.5" stop-color="#b9c4ca"/><stop offset="1" stop-color="#5d686f"/></linearGradient>
    <linearGradient id="yellow" x2="1" y2="0"><stop offset="0" stop-color="#b98c08"/><stop offset="0.4" stop-color="#ffdc4a"/><stop offset="1" stop-color="#c59a10"/></linearGradient></defs>
    <rect x="326" y="238" width="320" height="4" fill="url(#near)"/><path d="M346 242 V268 M446 242 V268 M546 242 V268" stroke="#919ca3" stroke-width="3"/>
    ${post(152)}${post(322)}`
}
