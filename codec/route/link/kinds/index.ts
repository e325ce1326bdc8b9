// Kinds of links: what IFLA_INFO_KIND says, and the type of IFLA_INFO_DATA.
import type { Type } from '../../../core/infer.js'
import { lazy } from '../../../core/lists.js'
import { Bridge } from './bridge.js'
import { Dummy } from './dummy.js'
import { Ifb } from './ifb.js'
import { Macvlan } from './macvlan.js'
import { Veth } from './veth.js'
import { Vlan } from './vlan.js'

export const kinds = {
  bridge: Bridge,
  dummy: Dummy,
  ifb: Ifb,
  macvlan: Macvlan,
  macvtap: Macvlan,
  // A kind that has a peer imports link.ts, which imports this file: it may not be there yet.
  veth: lazy((): Type<Veth> => Veth),
  vlan: Vlan,
}
