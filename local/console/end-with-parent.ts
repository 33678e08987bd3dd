// Loaded into each service before its own code (`node --import`). The service's standard input is a pipe that its starter
// holds: when it ends, the starter is gone, even if it was killed, and the service stops as if it had been asked to.
import { servicePatienceMs } from './service-patience.ts'

process.stdin.once('end', stop).once('error', stop).resume()
// Waiting for it must not keep a service alive that has nothing else to do.
Reflect.get(process.stdin, 'unref')?.call(process.stdin)

function stop(): void {
  process.kill(process.pid, 'SIGTERM')
  // All services lose their starter at once: one may wait for another that is gone already, and nobody else would end it.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), servicePatienceMs).unref()
}
