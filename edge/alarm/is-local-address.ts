import { BlockList, isIPv4 } from 'node:net'

// Loopback, RFC 1918, unique local (RFC 4193). Link-local is not among them: 169.254.169.254 hands out a machine's credentials.
const local = new BlockList()
local.addSubnet('127.0.0.0', 8)
local.addSubnet('10.0.0.0', 8)
local.addSubnet('172.16.0.0', 12)
local.addSubnet('192.168.0.0', 16)
local.addAddress('::1', 'ipv6')
local.addSubnet('fc00::', 7, 'ipv6')

/** Whether an IP address lies on this machine or in the plant's own network. */
export function isLocalAddress(address: string): boolean {
  return local.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}
