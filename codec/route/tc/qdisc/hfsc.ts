// Hierarchical fair service curves; classes have class/hfsc.ts. struct tc_hfsc_qopt: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { u16 } from '../../../core/types.js'

/** struct tc_hfsc_qopt. `defcls`: the minor number of the class for what no filter claims. */
export class Hfsc extends struct('tc_hfsc_qopt', { defcls: u16 }) {}
