// Further hardware addresses on a link, each a link of its own (macvlan), or a character device (macvtap).
// IFLA_MACVLAN_*: linux/if_link.h
import { attributes } from '../../../core/attributes.js'
import { repeated } from '../../../core/lists.js'
import { enumeration, flags, mac, s32, u16, u32 } from '../../../core/types.js'

export class Macvlan extends attributes('IFLA_MACVLAN_', () => ({
  /** Who of those on the same link hears whom. `source` takes only what comes from the addresses of a list. */
  mode: [1, enumeration(u32, { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 })],
  flags: [2, flags(u16, { nopromisc: 0x1, nodst: 0x2 })],
  /** What to do with `macaddr` or `macaddrData`, in mode source. */
  macaddrMode: [3, enumeration(u32, { add: 0, del: 1, flush: 2, set: 3 })],
  macaddr: [4, mac],
  macaddrData: [5, repeated(4, mac, 'IFLA_MACVLAN_MACADDR')],
  macaddrCount: [6, u32],
  /**
   * How many broadcasts may wait. The longest that anyone on the same link asked for is what all have:
   * `bcQueueLenUsed`.
   */
  bcQueueLen: [7, u32],
  bcQueueLenUsed: [8, u32],
  /** From how many receivers on broadcasts wait in the queue; -1: never. */
  bcCutoff: [9, s32],
})) {}
