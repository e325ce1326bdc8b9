// Rates and the sizes of packets on the wire. struct tc_ratespec, struct tc_sizespec, TCA_STAB_*: linux/pkt_sched.h
import { attributes, struct } from '../../core/attributes.js'
import { array } from '../../core/lists.js'
import { enumeration, s16, s32, u16, u32, u8 } from '../../core/types.js'

const linkLayers = { unaware: 0, ethernet: 1, atm: 2 } as const

/** struct tc_ratespec. tc.yaml has overhead, cell-align and mpu as u8; in C they have 16 bits. */
export class RateSpec extends struct('tc_ratespec', {
  cellLog: u8,
  /** TC_LINKLAYER_*, in the lower 4 bits. */
  linklayer: enumeration(u8, linkLayers),
  overhead: u16,
  cellAlign: s16,
  mpu: u16,
  /** In bytes per second; 0xffffffff where it is more, which is in an attribute of 64 bits. */
  rate: u32,
}) {}

/** The 256 times that packets of a size take at a rate, in ticks: TC_RTAB_SIZE bytes. */
export const rateTable = array(u32)

/** struct tc_sizespec */
export class SizeSpec extends struct('tc_sizespec', {
  cellLog: u8,
  sizeLog: u8,
  cellAlign: s16,
  overhead: s32,
  linklayer: enumeration(u32, linkLayers),
  mpu: u32,
  mtu: u32,
  /** How many sizes there are in `data`. */
  tsize: u32,
}) {}

/** How large a packet is on the wire. */
export class SizeTable extends attributes('TCA_STAB_', () => ({ base: [1, SizeSpec], data: [2, array(u16)] })) {}
