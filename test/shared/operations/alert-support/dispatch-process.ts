// A dispatcher of its own, to be killed: node dispatch-process.ts STORAGE COMMUNICATION TIME INCIDENT ALERT
import { dispatchAlert } from '../../../../shared/operations/dispatch-alert.ts'
import { createAlertPorts } from './alert-ports.ts'

const [storage = '', communication = '', time = '', incident = '', alert = ''] = process.argv.slice(2)
const ports = createAlertPorts({ storage, communication }, () => new Date(time), { perMinute: 100, perHour: 100 })
console.log(await dispatchAlert(ports, { incident, alert }))
