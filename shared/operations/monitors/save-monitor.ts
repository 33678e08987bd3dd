import { Fault } from '../../domain/faults.ts'
import type { Id } from '../../domain/ids.ts'
import { minutesToNotice, monitors } from '../../domain/monitor-defaults.ts'
import { type MonitorKind, type MonitorSettings, serviceMonitors, siteMonitors } from '../../domain/monitor-policy.ts'
import { everySite } from '../../domain/notice.ts'
import type { Principal } from '../../domain/person.ts'
import type { Ports } from '../../ports.ts'
import { requireSite } from '../visible-sites.ts'

type MonitorPorts = Pick<Ports, 'monitors' | 'audit' | 'clock'>

/** The monitors of a plant, or (`all-sites`) of what all share, each with the settings that hold now. */
export async function readMonitors({ monitors: store }: Pick<Ports, 'monitors'>, site: Id) {
  const { value, version } = await store.policy(site)
  const items = kindsOf(site).map((kind) => {
    const { measure, unit, defaults } = monitors[kind]
    const settings = value.monitors[kind] ?? defaults
    return { kind, measure, unit, settings, defaults, minutesToNotice: minutesToNotice(kind, settings) }
  })
  return { site, revision: value.revision, items, version }
}

/**
 * Says when a monitor speaks and what it does. Notices that are open go on under the new numbers.
 *
 * @param settings undefined = its defaults again
 * @param version Where given, the policy must still be this one
 * @throws Fault `not-found` for a monitor that does not watch there, `notice-changed`
 */
export async function saveMonitor(
  ports: MonitorPorts,
  person: Principal,
  { site, kind }: { readonly site: Id; readonly kind: MonitorKind },
  settings: MonitorSettings | undefined,
  version: string | undefined,
) {
  requireOwner(person, site)
  if (!kindsOf(site).includes(kind)) throw new Fault('not-found', `${kind} does not watch ${site}.`)
  const { value, version: present } = await ports.monitors.policy(site)
  const { [kind]: before = monitors[kind].defaults, ...others } = value.monitors
  const policy = { revision: value.revision + 1, monitors: settings === undefined ? others : { ...others, [kind]: settings } }
  await ports.monitors.savePolicy(site, policy, version ?? present)
  await ports.audit.append(site, {
    ...{ at: ports.clock().toISOString(), who: person.id, action: 'monitor-saved', subject: `monitor/${kind}` },
    detail: {
      revision: policy.revision,
      before: JSON.stringify(before).slice(0, 1000),
      after: JSON.stringify(settings ?? monitors[kind].defaults).slice(0, 1000),
    },
  })
  return readMonitors(ports, site)
}

function kindsOf(site: Id): readonly MonitorKind[] {
  return site === everySite ? serviceMonitors : siteMonitors
}

/** What all plants share is set by those who cover all of them. */
function requireOwner(person: Principal, site: Id): void {
  if (site !== everySite) requireSite(person, site)
  else if (person.sites !== 'all') throw new Fault('role-missing', 'It needs somebody who covers all sites.')
}
