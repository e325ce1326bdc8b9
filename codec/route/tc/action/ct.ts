// Gives packets to connection tracking. TCA_CT_*: linux/tc_act/tc_ct.h; net/sched/act_ct.c
import { attributes, struct } from '../../../core/attributes.js'
import { be16, bytes, flags, ipv4, ipv6, string, u16, u32 } from '../../../core/types.js'
import { addressFamily } from '../../family.js'
import { ipProtocol } from '../../numbers.js'
import { generic, Times } from '../generic.js'

export class CtParms extends struct('tc_ct', generic) {}

export class Ct extends attributes('TCA_CT_', () => ({
  parms: [1, CtParms],
  tm: [2, Times],
  /** TCA_CT_ACT_* */
  action: [3, flags(u16, {
    commit: 1 << 0, force: 1 << 1, clear: 1 << 2, nat: 1 << 3, natSrc: 1 << 4, natDst: 1 << 5,
  })],
  zone: [4, u16],
  mark: [5, u32],
  markMask: [6, u32],
  /** 16 bytes. */
  labels: [7, bytes],
  labelsMask: [8, bytes],
  natIpv4Min: [9, ipv4],
  natIpv4Max: [10, ipv4],
  natIpv6Min: [11, ipv6],
  natIpv6Max: [12, ipv6],
  natPortMin: [13, be16],
  natPortMax: [14, be16],
  helperName: [16, string],
  helperFamily: [17, addressFamily],
  helperProto: [18, ipProtocol],
})) {}
