// What bridges and their ports have in common. struct ifla_bridge_id: linux/if_link.h; BR_STATE_*, MDB_RTR_TYPE_*:
// linux/if_bridge.h
import { struct } from '../../core/attributes.js'
import { be16, enumeration, fixed, mac, u8 } from '../../core/types.js'

/**
 * struct ifla_bridge_id: eight bytes as they stand in BPDUs. rt-link.yaml has u16; the kernel keeps `prio` as two
 * bytes, the higher first.
 */
export class BridgeId extends struct('ifla_bridge_id', { prio: be16, addr: fixed(6, mac) }) {}

/** Of a port, in the spanning tree. */
export const bridgePortState = enumeration(u8, { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 })

/** Whether all multicast is sent there: `tempQuery` where queries of a router are heard. */
export const multicastRouter = enumeration(u8, { disabled: 0, tempQuery: 1, perm: 2, temp: 3 })
