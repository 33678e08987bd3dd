import type { Role } from '../../shared/domain/person.ts'

/** Who may look at what a site's cameras saw and what people decided about it. */
export const viewers: readonly Role[] = ['site-engineer', 'iot-engineer', 'data-labeler', 'data-scientist', 'safety-auditor']
