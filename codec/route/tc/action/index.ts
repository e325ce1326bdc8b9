// Kinds of actions: what TCA_ACT_KIND says, and the type of TCA_ACT_OPTIONS.
import { nested } from '../../../core/attributes.js'
import { BpfAction } from './bpf.js'
import { Connmark } from './connmark.js'
import { Csum } from './csum.js'
import { Ct } from './ct.js'
import { Ctinfo } from './ctinfo.js'
import { Gact } from './gact.js'
import { Gate } from './gate.js'
import { Ife } from './ife.js'
import { Ipt } from './ipt.js'
import { Mirred } from './mirred.js'
import { MplsAction } from './mpls.js'
import { Nat } from './nat.js'
import { Pedit } from './pedit.js'
import { Police } from './police.js'
import { Sample } from './sample.js'
import { Simple } from './simple.js'
import { Skbedit } from './skbedit.js'
import { Skbmod } from './skbmod.js'
import { TunnelKey } from './tunnel-key.js'
import { VlanAction } from './vlan.js'

export const actions = {
  bpf: BpfAction,
  connmark: Connmark,
  csum: Csum,
  ct: nested(Ct),
  ctinfo: nested(Ctinfo),
  gact: Gact,
  gate: nested(Gate),
  ife: Ife,
  ipt: Ipt,
  mirred: Mirred,
  mpls: nested(MplsAction),
  nat: Nat,
  pedit: Pedit,
  police: Police,
  sample: Sample,
  simple: Simple,
  skbedit: Skbedit,
  skbmod: Skbmod,
  tunnel_key: TunnelKey,
  vlan: VlanAction,
  xt: Ipt,
}
