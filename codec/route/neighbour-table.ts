// RTM_NEWNEIGHTBL, RTM_GETNEIGHTBL, RTM_SETNEIGHTBL: struct ndtmsg, then NDTA_*: the tables of neighbours, and how they are kept.
// linux/neighbour.h; net/core/neighbour.c
import { attributes, message, struct } from '../core/attributes.js'
import { linkIndex, pad, string, u16, u32, u64 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct ndtmsg */
export class Ndtmsg extends struct('ndtmsg', { family: addressFamily, pad: pad(3) }) {}

/** struct ndt_config. Times in milliseconds, ago. */
export class NeighbourTableConfig extends struct('ndt_config', {
  keyLen: u16,
  entrySize: u16,
  entries: u32,
  lastFlush: u32,
  lastRand: u32,
  hashRnd: u32,
  hashMask: u32,
  hashChainGc: u32,
  proxyQlen: u32,
}) {}

/** struct ndt_stats */
export class NeighbourTableStats extends struct('ndt_stats', {
  allocs: u64,
  destroys: u64,
  hashGrows: u64,
  resFailed: u64,
  lookups: u64,
  hits: u64,
  rcvProbesMcast: u64,
  rcvProbesUcast: u64,
  periodicGcRuns: u64,
  forcedGcRuns: u64,
}, { tail: { tableFulls: u64 } }) {}

/** NDTPA_*: what goes for one link, or for those to come where there is no `ifindex`. Times in milliseconds. */
export class NeighbourParameters extends attributes('NDTPA_', () => ({
  ifindex: [1, linkIndex],
  refcnt: [2, u32],
  /** Drawn by lot between half of `baseReachableTime` and one and a half. */
  reachableTime: [3, u64],
  baseReachableTime: [4, u64],
  retransTime: [5, u64],
  gcStaletime: [6, u64],
  delayProbeTime: [7, u64],
  /** Packets that wait for one neighbour; and `queueLenbytes`, in bytes. */
  queueLen: [8, u32],
  appProbes: [9, u32],
  ucastProbes: [10, u32],
  mcastProbes: [11, u32],
  anycastDelay: [12, u64],
  proxyDelay: [13, u64],
  proxyQlen: [14, u32],
  locktime: [15, u64],
  queueLenbytes: [16, u32],
  mcastReprobes: [17, u32],
  /** Since Linux 6.0. */
  intervalProbeTimeMs: [19, u64],
})) {}

/** A table of neighbours, or the parameters that one link has in it: then there is no `config`. */
export class NeighbourTable extends message(Ndtmsg, 'NDTA_', () => ({
  /** `arp_cache`, `ndisc_cache` */
  name: [1, string],
  /** Below so many entries, none is thrown away. */
  thresh1: [2, u32],
  /** Above so many, those older than 5 s are. */
  thresh2: [3, u32],
  /** More than so many there are not. */
  thresh3: [4, u32],
  config: [5, NeighbourTableConfig],
  parms: [6, NeighbourParameters],
  stats: [7, NeighbourTableStats],
  /** In milliseconds. */
  gcInterval: [8, u64],
})) {}
