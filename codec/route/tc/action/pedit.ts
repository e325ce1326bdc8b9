// Writes into packets. TCA_PEDIT_*, struct tc_pedit_*: linux/tc_act/tc_pedit.h; net/sched/act_pedit.c
import { attributes, struct } from '../../../core/attributes.js'
import { array, repeated } from '../../../core/lists.js'
import { enumeration, pad, u16, u32, u8 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_pedit_key: `mask` and `val` as the packet has them, in its own byte order. */
export class PeditKey extends struct('tc_pedit_key', {
  mask: u32,
  val: u32,
  off: u32,
  at: u32,
  offmask: u32,
  shift: u32,
}) {}

/** struct tc_pedit_sel. tc.yaml has one key; there are `nkeys`. */
export class PeditSel extends struct('tc_pedit_sel', {
  ...generic,
  nkeys: u8,
  flags: u8,
  pad: pad(2),
  keys: array(PeditKey),
}) {}

/** For the key at the same place: what its offset counts from, and what is done. */
export class PeditKeyEx extends attributes('TCA_PEDIT_KEY_EX_', () => ({
  htype: [1, enumeration(u16, { network: 0, eth: 1, ip4: 2, ip6: 3, tcp: 4, udp: 5 })],
  cmd: [2, enumeration(u16, { set: 0, add: 1 })],
})) {}

export class Pedit extends attributes('TCA_PEDIT_', () => ({
  tm: [1, Times],
  /** What to write, without `keysEx`. */
  parms: [2, PeditSel],
  /** The same, with `keysEx`. */
  parmsEx: [4, PeditSel],
  /** TCA_PEDIT_KEY_EX, each. */
  keysEx: [5, repeated(6, PeditKeyEx, 'TCA_PEDIT_KEY_EX')],
})) {}
