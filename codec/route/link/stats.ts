// Counters of a link, and its place on the bus. struct rtnl_link_stats, rtnl_link_stats64, rtnl_link_ifmap:
// linux/if_link.h
import { struct } from '../../core/attributes.js'
import { u16, u32, u64, u8 } from '../../core/types.js'

/** struct rtnl_link_stats: the counters of LinkStats64 less their upper half. */
export class LinkStats extends struct('rtnl_link_stats', {
  rxPackets: u32,
  txPackets: u32,
  rxBytes: u32,
  txBytes: u32,
  rxErrors: u32,
  txErrors: u32,
  rxDropped: u32,
  txDropped: u32,
  multicast: u32,
  collisions: u32,
  rxLengthErrors: u32,
  rxOverErrors: u32,
  rxCrcErrors: u32,
  rxFrameErrors: u32,
  rxFifoErrors: u32,
  rxMissedErrors: u32,
  txAbortedErrors: u32,
  txCarrierErrors: u32,
  txFifoErrors: u32,
  txHeartbeatErrors: u32,
  txWindowErrors: u32,
  rxCompressed: u32,
  txCompressed: u32,
  rxNohandler: u32,
}) {}

/** struct rtnl_link_stats64 */
export class LinkStats64 extends struct('rtnl_link_stats64', {
  rxPackets: u64,
  txPackets: u64,
  rxBytes: u64,
  txBytes: u64,
  rxErrors: u64,
  txErrors: u64,
  /** Received and not processed, as for want of memory; what the hardware dropped is in rxMissedErrors. */
  rxDropped: u64,
  txDropped: u64,
  multicast: u64,
  collisions: u64,
  rxLengthErrors: u64,
  rxOverErrors: u64,
  rxCrcErrors: u64,
  rxFrameErrors: u64,
  rxFifoErrors: u64,
  rxMissedErrors: u64,
  txAbortedErrors: u64,
  txCarrierErrors: u64,
  txFifoErrors: u64,
  txHeartbeatErrors: u64,
  txWindowErrors: u64,
  rxCompressed: u64,
  txCompressed: u64,
  /** Dropped because nobody wanted them, as on the idle port of a bond. */
  rxNohandler: u64,
}, {
  tail: {
    /** Dropped because they are for another's hardware address; since Linux 5.19. */
    rxOtherhostDropped: u64,
  },
}) {}

/** struct rtnl_link_ifmap: where the hardware is, which few drivers still tell. */
export class LinkIfmap extends struct('rtnl_link_ifmap', { memStart: u64, memEnd: u64, baseAddr: u64, irq: u16, dma: u8, port: u8 }) {}
