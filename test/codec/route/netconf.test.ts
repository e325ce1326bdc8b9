// struct netconfmsg and NETCONFA_*. The bytes are made by hand, of linux/netconf.h and of what inet_netconf_fill_devconf() and
// inet6_netconf_fill_devconf() put: net/ipv4/devinet.c, net/ipv6/addrconf.c
import { Netconf } from '../../../codec/route/netconf.js'
import { tables } from '../tables.js'

describe('Netconf', () => {
  tables({
    codec: Netconf,
    degraded: [
      ['a link, IPv4', '02000000 08000100 03000000 08000200 01000000 08000300 02000000 08000400 00000000 08000500 01000000 08000600 00000000 08000800 00000000', {
        family: 'inet', ifindex: 3, forwarding: 1, rpFilter: 2, mcForwarding: 0, bcForwarding: 0, proxyNeigh: 1, ignoreRoutesWithLinkdown: 0 }],
      ['all links, IPv6, of Linux 6.17', '0a000000 08000100 ffffffff 08000200 00000000 08000900 01000000', { family: 'inet6', ifindex: -1, forwarding: 0, forceForwarding: 1 }],
      ['links to come, MPLS', '1c000000 08000100 feffffff 08000700 01000000', { family: 'mpls', ifindex: -2, input: 1 }],
      ['a request', '02000000 08000100 03000000', { family: 'inet', ifindex: 3 }],
      ['an attribute of tomorrow', '02000000 08003300 01000000', { family: 'inet', unknown: [{ type: 51, data: Uint8Array.of(1, 0, 0, 0) }] }],
    ],
    refused: [
      [{ family: 'inet', ifindex: 'eth0' }, 'ifindex: "eth0" is not a whole number from -2147483648 to 2147483647'],
      [{ family: 'inet', forwarding: true }, 'forwarding: true is not a whole number from -2147483648 to 2147483647'],
    ],
    malformed: [
      ['a number cut short', '02000000 06000100 03000000', 'ifindex: 2 bytes, 4 wanted'],
      ['an attribute longer than the message', '02000000 0c000100 03000000', 'an attribute of 12 bytes where 8 are left'],
    ],
  })
})
