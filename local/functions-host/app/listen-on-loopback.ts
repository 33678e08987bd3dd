import { Server } from 'node:net'

/**
 * Runs something that opens servers without naming an address, so that they listen on loopback alone. The library does
 * that for streamed HTTP; in Azure a container is around it, on a laptop there is only the office network.
 *
 * @returns also the servers, because the library never closes them.
 */
export async function listenOnLoopback<T>(run: () => Promise<T>): Promise<{ result: T; servers: Server[] }> {
  const servers: Server[] = []
  const listen = Server.prototype.listen
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    servers.push(this)
    const callback = args.find((arg) => typeof arg === 'function')
    const port = typeof args[0] === 'number' ? args[0] : 0
    return Reflect.apply(listen, this, [{ port, host: '127.0.0.1' }, callback])
  } as typeof listen
  try {
    return { result: await run(), servers }
  } finally {
    Server.prototype.listen = listen
  }
}
