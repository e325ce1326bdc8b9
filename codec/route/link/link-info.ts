// What kind of link it is, and what kind of port. IFLA_INFO_*: linux/if_link.h; rtnl_link_info_fill in
// net/core/rtnetlink.c
import { attributes, choice } from '../../core/attributes.js'
import type { Decoded } from '../../core/infer.js'
import { string } from '../../core/types.js'
import { kinds } from './kinds/index.js'
import { ports } from './ports/index.js'
import { xstats } from './xstats.js'

export const LinkInfo = attributes('IFLA_INFO_', () => ({
  kind: [1, string],
  data: [2, choice('kind', kinds)],
  xstats: [3, choice('kind', xstats)],
  /** What `master` is: a link that is no port has none. */
  slaveKind: [4, string],
  slaveData: [5, choice('slaveKind', ports)],
}))
export type LinkInfo = Decoded<typeof LinkInfo>

/** Kinds whose options are declared. */
export type LinkKind = keyof typeof kinds
export type PortKind = keyof typeof ports
