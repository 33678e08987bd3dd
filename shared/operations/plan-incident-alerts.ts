import { planAlerts } from '../domain/plan-alerts.ts'
import { planPushes } from '../domain/push.ts'
import type { PlanAlerts, Ports } from '../ports.ts'

/** A transaction of table storage takes 100 rows; a few are the incident's own. */
const maxRows = 90

/** Plans by the roster as it stands now, and for the browsers that asked. A site without a roster tells nobody. */
export function createPlanAlerts({
  rosters,
  people,
  pushSubscriptions,
  webPush,
}: Pick<Ports, 'rosters' | 'people' | 'pushSubscriptions' | 'webPush'>): PlanAlerts {
  return async (incident, now) => {
    const [roster, subscriptions] = await Promise.all([rosters.find(incident.site), webPush === undefined ? [] : pushSubscriptions.list()])
    if (roster === undefined) return []
    const alerts = planAlerts(incident, roster, now)
    if (subscriptions.length === 0) return alerts
    const pushes = planPushes(incident, { subscriptions, people: await people.list(), room: maxRows - alerts.length }, now)
    return [...alerts, ...pushes]
  }
}
