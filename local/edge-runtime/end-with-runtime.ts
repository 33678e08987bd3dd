// Loaded into each module before its own code (`node --import`). A container would go on without its runtime; a process could
// not be found again by the next one, and two of them would write to one disk.
const graceMs = 10_000

process.once('disconnect', () => {
  // Nobody reads any more what it prints.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref()
})
// The channel alone must not keep a module alive that has nothing else to do.
process.channel?.unref()
