// Lets packets pass or drops them, all or some by chance. TCA_GACT_*: linux/tc_act/tc_gact.h
import { attributes, struct } from '../../../core/attributes.js'
import { enumeration, u16 } from '../../../core/types.js'
import { generic, Times, verdict } from '../generic.js'

export class GactParms extends struct('tc_gact', generic) {}

/** struct tc_gact_p: one packet of `pval`, by chance (netrand) or by counting (determ), has `paction` instead. */
export class GactProb extends struct('tc_gact_p', {
  ptype: enumeration(u16, { none: 0, netrand: 1, determ: 2 }),
  pval: u16,
  paction: verdict,
}) {}

export class Gact extends attributes('TCA_GACT_', () => ({ tm: [1, Times], parms: [2, GactParms], prob: [3, GactProb] })) {}
