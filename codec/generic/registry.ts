// The messages of NETLINK_GENERIC: nlmsg_type is the number of a family, cmd in genlmsghdr what it is about. Of families the controller alone has
// a number that is known beforehand. CTRL_CMD_*: linux/genetlink.h
import { NLMSG_HDRLEN } from '../core/header.js'
import type { Known, Registry, Writable } from '../core/protocol.js'
import { Controller, GENL_ID_CTRL } from './controller.js'
import { genericTree, GenericPayload } from './header.js'

/** Every command of the controller. */
export const controllerCommands = {
  CTRL_CMD_NEWFAMILY: 1, CTRL_CMD_DELFAMILY: 2, CTRL_CMD_GETFAMILY: 3, CTRL_CMD_NEWOPS: 4, CTRL_CMD_DELOPS: 5, CTRL_CMD_GETOPS: 6,
  CTRL_CMD_NEWMCAST_GRP: 7, CTRL_CMD_DELMCAST_GRP: 8, CTRL_CMD_GETMCAST_GRP: 9, CTRL_CMD_GETPOLICY: 10,
} as const
export type ControllerCommand = keyof typeof controllerCommands
/** What is declared for each message that has a name. */
export type GenericDeclarations = { readonly [N in ControllerCommand]: typeof Controller }

const commands: readonly Known[] = Object.entries(controllerCommands)
  .reduce<Known[]>((list, [name, cmd]) => { list[cmd] = { name, of: Controller }; return list }, [])
const writable = new Map<string, Writable>(Object.entries(controllerCommands)
  .map(([name, cmd]) => [name, { type: GENL_ID_CTRL, of: Controller, members: { cmd } }]))
const undeclared: Known = { of: GenericPayload, treeOf: genericTree }

export const generic: Registry = {
  find (header, b, at, families) {
    const known = header.type === GENL_ID_CTRL && header.length > NLMSG_HDRLEN ? commands[b.u8[at + NLMSG_HDRLEN]!] : undefined
    if (known !== undefined) return known
    const family = families?.nameOf(header.type)
    return family === undefined ? undeclared : { ...undeclared, beside: { family } }
  },
  named: name => writable.get(name),
  /** The controller's; those of other families are in their CTRL_ATTR_MCAST_GROUPS. */
  multicastGroups: { notify: GENL_ID_CTRL },
}
