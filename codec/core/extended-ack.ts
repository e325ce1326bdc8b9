// NLMSGERR_ATTR_*: what the kernel says beside the number of an error. linux/netlink.h
import { attributes, nested } from './attributes.js'
import { Policy } from './policy.js'
import { bytes, string, u32 } from './types.js'

export class ExtendedAcknowledgement extends attributes('NLMSGERR_ATTR_', () => ({
  msg: [1, string],
  offs: [2, u32],
  cookie: [3, bytes],
  policy: [4, nested(Policy)],
  missType: [5, u32],
  missNest: [6, u32],
})) {}
