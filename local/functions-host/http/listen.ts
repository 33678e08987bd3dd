import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault } from '../../../shared/domain/faults.ts'

/** Listens on loopback. Port 0 = any free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      reject(
        isTaken ? new Fault('setting-invalid', `Port ${port} is in use already: stop what uses it, or say --port with another.`) : error,
      )
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Resolves when every request that had begun is answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
