import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { MonitorKind, MonitorSettings } from '../../../shared/domain/monitor-policy.ts'
import { everySite } from '../../../shared/domain/notice.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { readMonitors, saveMonitor } from '../../../shared/operations/monitors/save-monitor.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const owners: readonly Role[] = ['iot-engineer']
const MonitorParams = z.strictObject({ site: Id, kind: MonitorKind })

const Settings = z.object(MonitorSettings.shape)
const MonitorsAnswer = z.object({
  site: Id,
  /** How often people have changed something. */
  revision: z.int(),
  items: z.array(
    z.object({
      kind: MonitorKind,
      measure: z.string(),
      unit: z.string(),
      settings: Settings,
      defaults: Settings,
      /** Within so many minutes of its going wrong for good a notice is open. */
      minutesToNotice: z.number(),
    }),
  ),
  version: z.string(),
})

export const monitorRoutes = [
  route({
    name: 'listMonitors',
    method: 'GET',
    path: 'sites/{site}/monitors',
    summary: 'What watches a plant (or, for `all-sites`, what all plants share): thresholds, times, who is told, what is done by itself.',
    roles: viewers,
    params: SiteParams,
    answer: MonitorsAnswer,
    run: (ports, { person, params: { site } }) => readMonitors(ports, site === everySite ? site : requireSite(person, site)),
  }),
  route({
    name: 'saveMonitor',
    method: 'PUT',
    path: 'sites/{site}/monitors/{kind}',
    summary: 'Says when a monitor speaks, whom it tells and what it does by itself; what all plants share, only who covers all of them.',
    roles: owners,
    params: MonitorParams,
    body: MonitorSettings,
    answer: MonitorsAnswer,
    run: (ports, { person, params, body, version }) => saveMonitor(ports, person, params, body, version),
  }),
  route({
    name: 'resetMonitor',
    method: 'DELETE',
    path: 'sites/{site}/monitors/{kind}',
    summary: 'Gives a monitor its defaults back.',
    roles: owners,
    params: MonitorParams,
    answer: MonitorsAnswer,
    run: (ports, { person, params, version }) => saveMonitor(ports, person, params, undefined, version),
  }),
]
