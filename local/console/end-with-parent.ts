// Loaded into each service before its own code (`node --import`). The service's standard input is a pipe that its starter
// holds: when it ends, the starter is gone, even if it was killed, and the service stops as if it had been asked to.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.once('error', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.resume()
// Waiting for it must not keep a service alive that has nothing else to do.
Reflect.get(process.stdin, 'unref')?.call(process.stdin)
