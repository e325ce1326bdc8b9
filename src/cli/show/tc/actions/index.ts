// What each kind of action says of itself. iproute2's tc/m_*.c
import type { Said } from '../../said.js'
import type { How } from '../../how.js'
import { pedit } from './pedit.js'
import { police } from './police.js'
import { bpf, connmark, csum, ctinfo, gact, mirred, mpls, nat, sample, simple, skbedit, skbmod, vlan } from './small.js'
import { ct, tunnelKey } from './tunnels.js'

export const actionOptions: Readonly<Record<string, (of: never, how: How) => Said>> = {
  bpf, connmark, csum, ct, ctinfo, gact, mirred, mpls, nat, pedit, police, sample, simple, skbedit, skbmod, tunnel_key: tunnelKey, vlan,
}
