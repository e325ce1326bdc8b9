// RTA_METRICS: what TCP and IP do with packets of a route. RTAX_*: linux/rtnetlink.h; net/ipv4/metrics.c
import { attributes } from '../../core/attributes.js'
import { flags, string, u32 } from '../../core/types.js'

/** RTAX_FEATURE_* */
export const routeFeatures = flags(u32, { ecn: 0x1, sack: 0x2, timestamp: 0x4, allfrag: 0x8, tcpUsecTs: 0x10 })

/** A bit for each metric, by its number. */
const lockable = flags(u32, {
  mtu: 1 << 2, window: 1 << 3, rtt: 1 << 4, rttvar: 1 << 5, ssthresh: 1 << 6, cwnd: 1 << 7, advmss: 1 << 8, reordering: 1 << 9, hoplimit: 1 << 10,
  initcwnd: 1 << 11, features: 1 << 12, rtoMin: 1 << 13, initrwnd: 1 << 14, quickack: 1 << 15, ccAlgo: 1 << 16, fastopenNoCookie: 1 << 17,
})

export class Metrics extends attributes('RTAX_', () => ({
  /** What the kernel must leave as it is here, whatever it learns on the way. */
  lock: [1, lockable],
  mtu: [2, u32],
  /** The most that a TCP window may be, in bytes. */
  window: [3, u32],
  /** In 1/8 ms. */
  rtt: [4, u32],
  /** In 1/4 ms. */
  rttvar: [5, u32],
  ssthresh: [6, u32],
  cwnd: [7, u32],
  /** In bytes. */
  advmss: [8, u32],
  reordering: [9, u32],
  hoplimit: [10, u32],
  /** In segments. */
  initcwnd: [11, u32],
  features: [12, routeFeatures],
  /** In ms. */
  rtoMin: [13, u32],
  /** In segments. */
  initrwnd: [14, u32],
  /** 0 or 1. */
  quickack: [15, u32],
  /** Name of a congestion control, as `net.ipv4.tcp_available_congestion_control` lists them. */
  ccAlgo: [16, string],
  /** 0 or 1. */
  fastopenNoCookie: [17, u32],
})) {}
