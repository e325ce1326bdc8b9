// The controller of generic netlink, which says what other families there are. CTRL_CMD_*, CTRL_ATTR_*, GENL_*: linux/genetlink.h;
// net/netlink/genetlink.c
import { attributes, message, nested } from '../core/attributes.js'
import { indexed, keyed } from '../core/lists.js'
import { Policy } from '../core/policy.js'
import { flags, string, u16, u32 } from '../core/types.js'
import { GenericHeader } from './header.js'

/** The controller's own number, which is the same everywhere. */
export const GENL_ID_CTRL = 0x10
/** Two families from before numbers were given out have kept theirs. */
export const GENL_ID_VFS_DQUOT = 0x11
export const GENL_ID_PMCRAID = 0x12

/** What may be done with a command, and who may. */
export const operationFlags = flags(u32, {
  /** Needs CAP_NET_ADMIN. */
  adminPerm: 0x1, cmdCapDo: 0x2, cmdCapDump: 0x4, cmdCapHaspol: 0x8,
  /** Needs CAP_NET_ADMIN in the user namespace of the socket's network namespace. */
  unsAdminPerm: 0x10,
})

export class Operation extends attributes('CTRL_ATTR_OP_', () => ({
  /** The command: `cmd` of the family's messages. */
  id: [1, u32],
  flags: [2, operationFlags],
})) {}

export class McastGroup extends attributes('CTRL_ATTR_MCAST_GRP_', () => ({
  name: [1, string],
  /** For NETLINK_ADD_MEMBERSHIP. */
  id: [2, u32],
})) {}

/** Which of the policies in CTRL_ATTR_POLICY a command goes by: `do`, asked for one thing; `dump`, for a list. */
export class OperationPolicy extends attributes('CTRL_ATTR_POLICY_', () => ({
  do: [1, u32],
  dump: [2, u32],
})) {}

/** A family, or in answer to CTRL_CMD_GETPOLICY a piece of its policies. Which command it is, the message's type says. */
export class Controller extends message(GenericHeader, 'CTRL_ATTR_', () => ({
  /** `type` in the header of the family's messages. */
  familyId: [1, u16],
  /** At most 15 bytes. */
  familyName: [2, string],
  version: [3, u32],
  /** Bytes of the family's own header between genlmsghdr and the attributes. */
  hdrsize: [4, u32],
  /** The highest attribute; 0 where it is not the same for all commands. */
  maxattr: [5, u32],
  ops: [6, indexed(Operation)],
  mcastGroups: [7, indexed(McastGroup)],
  /** By number of the policy, then of the attribute. The kernel tells one attribute a message. */
  policy: [8, nested(keyed(nested(keyed(nested(Policy)))))],
  /**
   * By command. Linux 6.18 says 0 for commands that can only be dumped: `nla_nest_start(skb, doit->cmd)` where there is no `doit`.
   */
  opPolicy: [9, nested(keyed(nested(OperationPolicy)))],
  /** Asks for the policies of this command alone. */
  op: [10, u32],
})) {}
