import type { IconName } from '../design/icon.tsx'
import type { Role } from '../people/use-me.ts'
import type { Text } from '../text/text.ts'

export type ScreenName = keyof Text['screens']

export interface NavigationRow {
  readonly name: ScreenName & IconName
  readonly path: string
  /** Pressed after `G`. */
  readonly key: string
  /** Whose daily work it is; others do not see it. An admin sees all. */
  readonly roles: readonly Role[]
  /** Begins of addresses elsewhere that belong to this screen all the same. */
  readonly below?: readonly string[]
}

const everybody: readonly Role[] = ['site-engineer', 'iot-engineer', 'data-labeler', 'data-scientist', 'safety-auditor']

/** The screens in the order of the menu; on a phone it is a bar that is moved sideways. */
export const navigation: readonly NavigationRow[] = [
  { name: 'incidents', path: '/incidents', key: 'i', roles: everybody },
  { name: 'wall', path: '/wall', key: 'l', roles: ['site-engineer', 'iot-engineer', 'safety-auditor'] },
  { name: 'archive', path: '/archive', key: 'a', roles: everybody },
  { name: 'labeling', path: '/labeling', key: 'b', roles: ['data-labeler', 'data-scientist'] },
  { name: 'datasets', path: '/datasets', key: 'd', roles: ['data-labeler', 'data-scientist', 'safety-auditor'] },
  {
    ...{ name: 'models', path: '/models', key: 'm', roles: everybody },
    below: ['/runs/', '/evaluations/', '/approvals/', '/releases/', '/lineage/'],
  },
  { name: 'fleet', path: '/fleet', key: 'f', roles: everybody, below: ['/devices/'] },
  { name: 'nights', path: '/nights', key: 'n', roles: everybody },
  { name: 'notices', path: '/notices', key: 'o', roles: everybody },
  { name: 'insights', path: '/insights', key: 's', roles: everybody },
  { name: 'quality', path: '/quality', key: 'q', roles: ['data-scientist', 'iot-engineer', 'safety-auditor'] },
  { name: 'compliance', path: '/compliance', key: 'c', roles: ['site-engineer', 'iot-engineer', 'data-scientist', 'safety-auditor'] },
  { name: 'settings', path: '/settings', key: 'e', roles: ['site-engineer', 'iot-engineer', 'safety-auditor'] },
]
