import { planAlerts } from '../domain/plan-alerts.ts'
import type { PlanAlerts, RosterStore } from '../ports.ts'

/** Plans by the roster as it stands now. A site without one tells nobody. */
export function createPlanAlerts({ rosters }: { readonly rosters: RosterStore }): PlanAlerts {
  return async (incident, now) => {
    const roster = await rosters.find(incident.site)
    return roster === undefined ? [] : planAlerts(incident, roster, now)
  }
}
