import type { Look } from './look.ts'

/** The hall behind the line; drawn blurred, as a lens focused on the belt would show it. */
export function hallBehind(look: Look): string {
  const windows = [150, 268, 386, 504].map((x) => windowAt(x, look.daylight)).join('')
  return `<defs>
    <linearGradient id="wall" x2="0" y2="1"><stop offset="0" stop-color="${look.wall[0]}"/><stop offset="1" stop-color="${look.wall[1]}"/></linearGradient>
    <linearGradient id="day" x2="0.4" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="${look.daylight}"/></linearGradient>
    <linearGradient id="steel" x2="1" y2="0"><stop offset="0" stop-color="#6d7880"/><stop offset="0.22" stop-color="#dfe6ea"/><stop offset="0.4" stop-color="#a9b4bb"/><stop offset="0.75" stop-color="#7b868e"/><stop offset="1" stop-color="#4d575e"/></linearGradient>
    <linearGradient id="pipe" x2="0" y2="1"><stop offset="0" stop-color="#59646c"/><stop offset="0.35" stop-color="#e4eaed"/><stop offset="1" stop-color="#4b555c"/></linearGradient>
    <linearGradient id="floor" x2="0" y2="1"><stop offset="0" stop-color="#59636a"/><stop offset="1" stop-color="#3b444a"/></linearGradient>
    <radialGradient id="lamp"><stop offset="0" stop-color="#ffffff" stop-opacity="0.95"/><stop offset="0.3" stop-color="${look.daylight}" stop-opacity="0.5"/><stop offset="1" stop-color="${look.daylight}" stop-opacity="0"/></radialGradient>
  </defs>
  <rect width="640" height="360" fill="url(#wall)"/>
  ${windows}
  <rect y="150" width="640" height="8" fill="#00000022"/>
  <rect y="198" width="640" height="162" fill="url(#floor)"/>
  ${tank(420, 92)}${tank(520, 92)}${tank(610, 84)}
  <rect x="0" y="40" width="640" height="9" fill="url(#pipe)"/>
  <rect x="0" y="56" width="640" height="5" fill="url(#pipe)"/>
  <path d="M350 44 V150 H398" fill="none" stroke="#b9c4ca" stroke-width="7"/>
  <path d="M572 58 V120" fill="none" stroke="#a4b0b7" stroke-width="6"/>
  <circle cx="350" cy="112" r="11" fill="#c0392b"/><circle cx="350" cy="112" r="5" fill="#7c1f16"/>
  <ellipse cx="210" cy="8" rx="120" ry="34" fill="url(#lamp)"/><ellipse cx="470" cy="8" rx="120" ry="34" fill="url(#lamp)"/>`
}

function windowAt(x: number, daylight: string): string {
  return `<rect x="${x - 3}" y="61" width="92" height="76" fill="#00000030"/><rect x="${x}" y="64" width="86" height="70" fill="url(#day)" opacity="0.8"/>
    <path d="M${x + 43} 64 V134 M${x} 99 H${x + 86}" stroke="#5c676e" stroke-width="3"/>
    <path d="M${x + 6} 134 L${x + 40} 64 H${x + 58} L${x + 24} 134 Z" fill="${daylight}" opacity="0.45"/>`
}

function tank(x: number, width: number): string {
  const left = x - width / 2
  return `<path d="M${left} 118 Q${x} 78 ${left + width} 118 V214 H${left} Z" fill="url(#steel)"/>
    <path d="M${left} 150 H${left + width} M${left} 184 H${left + width}" stroke="#00000035" stroke-width="2"/>
    <rect x="${left + width * 0.18}" y="112" width="${width * 0.09}" height="98" fill="#ffffff" opacity="0.35"/>
    <circle cx="${left + width * 0.68}" cy="134" r="8" fill="#f4f7f8" stroke="#515c63" stroke-width="2"/>`
}

/** What stands behind the bottles and does not move: rear guide rail, frame of the belt, hatched zone, legs and floor. */
export function lineFrame(): string {
  const bolts = Array.from({ length: 22 }, (_, i) => `<circle cx="${14 + i * 30}" cy="290" r="1.6" fill="#39434a"/>`).join('')
  const posts = [170, 290, 410, 530].map((x) => `<path d="M${x} 228 V200" stroke="#8b969d" stroke-width="4"/>`).join('')
  return `<defs>
    <linearGradient id="rail" x2="0" y2="1"><stop offset="0" stop-color="#f5f8f9"/><stop offset="0.5" stop-color="#b4bfc5"/><stop offset="1" stop-color="#69747b"/></linearGradient>
    <linearGradient id="front" x2="0" y2="1"><stop offset="0" stop-color="#dfe5e8"/><stop offset="0.2" stop-color="#aeb8be"/><stop offset="1" stop-color="#737e85"/></linearGradient>
    <linearGradient id="under" x2="0" y2="1"><stop offset="0" stop-color="#262d32"/><stop offset="1" stop-color="#3f484e"/></linearGradient>
    <linearGradient id="ground" x2="0" y2="1"><stop offset="0" stop-color="#4d575d"/><stop offset="1" stop-color="#656f75"/></linearGradient>
    <pattern id="hatch" width="22" height="22" patternUnits="userSpaceOnUse" patternTransform="skewX(-35)"><rect width="22" height="22" fill="#f7c81e"/><rect width="11" height="22" fill="#20252a"/></pattern>
  </defs>
  ${posts}<rect y="203" width="640" height="5" fill="url(#rail)"/>
  <rect y="268" width="640" height="30" fill="url(#front)"/>${bolts}
  <rect y="298" width="640" height="62" fill="url(#under)"/><rect y="322" width="640" height="38" fill="url(#ground)"/>
  <path d="M40 298 V336 M140 298 V336 M352 298 V336 M470 298 V336 M590 298 V336" stroke="#8d989f" stroke-width="11"/>
  <path d="M44 298 V336 M144 298 V336 M356 298 V336 M474 298 V336 M594 298 V336" stroke="#5c676e" stroke-width="3"/>
  <rect x="150" y="270" width="172" height="13" fill="url(#hatch)"/>
  <path d="M136 324 H336 L352 356 H118 Z" fill="url(#hatch)" opacity="0.92"/><path d="M150 330 H322 L333 350 H137 Z" fill="#59636a"/>
  <rect y="298" width="640" height="10" fill="#00000055"/>`
}

/** One strip of the chain that runs under the bottles; it is laid out again and again. */
export function beltStrip(width: number, link: number): string {
  const links = Array.from({ length: Math.ceil(width / link) + 1 }, (_, i) => {
    const x = i * link
    return `<path d="M${x} 0 L${x - 5} 42" stroke="#15191c" stroke-width="1.6"/><path d="M${x + 2} 0 L${x - 3} 42" stroke="#7f8a91" stroke-width="0.8" opacity="0.7"/>`
  }).join('')
  return `<defs><linearGradient id="chain" x2="0" y2="1"><stop offset="0" stop-color="#39424a"/><stop offset="0.45" stop-color="#566069"/><stop offset="0.8" stop-color="#6a757d"/><stop offset="1" stop-color="#3d464d"/></linearGradient></defs>
    <rect width="${width}" height="42" fill="url(#chain)"/>${links}<rect y="0" width="${width}" height="5" fill="#00000050"/><rect y="39" width="${width}" height="2" fill="#aab4ba" opacity="0.5"/>`
}
