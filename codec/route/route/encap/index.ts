// Kinds of RTA_ENCAP, by LWTUNNEL_ENCAP_*: linux/lwtunnel.h. A file each.
import { enumeration, u16 } from '../../../core/types.js'
import { Bpf } from './bpf.js'
import { Ila } from './ila.js'
import { Ioam6 } from './ioam6.js'
import { Ip, Ip6 } from './ip.js'
import { Mpls } from './mpls.js'
import { Rpl } from './rpl.js'
import { Seg6 } from './seg6.js'
import { Seg6Local } from './seg6-local.js'
import { Xfrm } from './xfrm.js'

/** LWTUNNEL_ENCAP_* */
export const encapType = enumeration(u16, { none: 0, mpls: 1, ip: 2, ila: 3, ip6: 4, seg6: 5, bpf: 6, seg6Local: 7, rpl: 8, ioam6: 9, xfrm: 10 })

export const encaps = { mpls: Mpls, ip: Ip, ila: Ila, ip6: Ip6, seg6: Seg6, bpf: Bpf, seg6Local: Seg6Local, rpl: Rpl, ioam6: Ioam6, xfrm: Xfrm }
