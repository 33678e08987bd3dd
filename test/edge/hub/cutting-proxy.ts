import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy {
  readonly port: number
  /** Swallows the next bytes that the server sends and then breaks the connection. */
  cutAtNextAnswer(): void
  close(): Promise<void>
}

/** A TCP proxy on loopback whose connections can be broken after the server has acted and before the client knows. */
export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let isArmed = false
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1')
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', end)
      socket.on('error', end)
    }
    client.on('data', (data) => upstream.write(data))
    upstream.on('data', (data) => {
      if (!isArmed) return client.write(data)
      isArmed = false
      end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cutAtNextAnswer: () => {
      isArmed = true
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
