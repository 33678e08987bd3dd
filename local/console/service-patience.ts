/** How long a service has to end by itself before it is ended by force, in ms. */
export const servicePatienceMs = 10_000
