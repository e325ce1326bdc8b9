// Makes checksums right. TCA_CSUM_*: linux/tc_act/tc_csum.h
import { attributes, struct } from '../../../core/attributes.js'
import { flags, u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_csum */
export class CsumParms extends struct('tc_csum', {
  ...generic,
  /** TCA_CSUM_UPDATE_FLAG_* */
  updateFlags: flags(u32, { ipv4hdr: 1, icmp: 2, igmp: 4, tcp: 8, udp: 16, udplite: 32, sctp: 64 }),
}) {}

export class Csum extends attributes('TCA_CSUM_', () => ({ parms: [1, CsumParms], tm: [2, Times] })) {}
