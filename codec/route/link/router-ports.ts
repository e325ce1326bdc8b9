// Ports of a bridge with a router of multicast behind them: MDBA_ROUTER_*, linux/if_bridge.h; br_rports_fill_info() in net/bridge/br_mdb.c
import { attributes, message, struct } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { linkIndex, u16, u32 } from '../../core/types.js'
import { multicastRouter } from './bridge.js'

/** The kernel has no struct for it: the index of the port, then MDBA_ROUTER_PATTR_*. Timers in 1/100 s. */
export class RouterPort extends message(struct('u32', { ifindex: linkIndex }), 'MDBA_ROUTER_PATTR_', () => ({
  timer: [1, u32],
  type: [2, multicastRouter],
  inetTimer: [3, u32],
  inet6Timer: [4, u32],
  vid: [5, u16],
})) {}
export class RouterPorts extends attributes('MDBA_ROUTER_', () => ({ port: [1, many(RouterPort)] })) {}
/** The kernel puts all ports into one MDBA_ROUTER, which is not flagged as a nest. */
export class MulticastRouters extends attributes('MDBA_', () => ({ router: [2, RouterPorts] })) {}
