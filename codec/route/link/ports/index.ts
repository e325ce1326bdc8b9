// Ports of links: what IFLA_INFO_SLAVE_KIND says, and the type of IFLA_INFO_SLAVE_DATA.
import { BondPort } from './bond.js'
import { BridgePort } from './bridge.js'
import { VrfPort } from './vrf.js'

export const ports = {
  bond: BondPort,
  bridge: BridgePort,
  vrf: VrfPort,
}
