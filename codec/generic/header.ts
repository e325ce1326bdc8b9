// struct genlmsghdr, which every message of NETLINK_GENERIC begins with, and what is made of a family that nobody declared.
// linux/genetlink.h
import { message, struct } from '../core/attributes.js'
import { bytes, u16, u8 } from '../core/types.js'

const members = {
  /** Each family has its own, from 1 on: ETHTOOL_MSG_*, CTRL_CMD_*. */
  cmd: u8,
  /** `version` in C, which is what families call an attribute of theirs. */
  genlVersion: u8,
  /** 0; the kernel refuses others for commands that are newer than Linux 6.0 (resv_start_op). */
  reserved: u16,
}

/** struct genlmsghdr: `message(GenericHeader, 'ETHTOOL_A_LINKINFO_', { ... })`. */
export class GenericHeader extends struct('genlmsghdr', members) {}

/** A message of a family that nobody declared. What a family's own header is, if it has one (CTRL_ATTR_HDRSIZE), is in `attributes`, too. */
export class GenericPayload extends struct('genlmsghdr', { ...members, attributes: bytes }) {}

/** The same for the tree, which shows attributes also where it has no names for them. */
export const genericTree = message(GenericHeader, '', () => ({}))
