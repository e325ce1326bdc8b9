// By the session of RSVP, until Linux 6.2: rsvp, and rsvp6. TCA_RSVP_*, struct tc_rsvp_*: linux/pkt_cls.h of those
import { attributes, struct } from '../../../core/attributes.js'
import { ip, pad, s32, u32, u8 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { ipProtocol } from '../../numbers.js'

/** struct tc_rsvp_gpi */
export class RsvpPort extends struct('tc_rsvp_gpi', { key: u32, mask: u32, offset: s32 }) {}

/** struct tc_rsvp_pinfo */
export class RsvpPinfo extends struct('tc_rsvp_pinfo', {
  dpi: RsvpPort,
  spi: RsvpPort,
  protocol: ipProtocol,
  tunnelid: u8,
  tunnelhdr: u8,
  pad: pad(1),
}) {}

export class Rsvp extends attributes('TCA_RSVP_', () => ({
  classid: [1, u32],
  dst: [2, ip],
  src: [3, ip],
  pinfo: [4, RsvpPinfo],
  police: [5, Police],
  act: [6, actionList],
})) {}
