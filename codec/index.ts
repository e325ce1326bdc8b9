// 'rtnetlink/codec': netlink messages to objects and back. Pure: it runs wherever JavaScript does.

// whole messages
export {
  decodeMessage, decodeMessages, encodeMessage, messagesOf, type ControlMessage, type GenericMessage, type HeaderInput, type Message, type OtherMessage, type RouteMessage,
} from './message.js'
export * from './core/header.js'
export type { AcknowledgementInput, DoneInput } from './core/acknowledgement.js'
export { Policy } from './core/policy.js'
export { protocolName, protocols, type Families, type Protocol } from './core/protocol.js'
export { messageTypes, multicastGroups, type MessageType } from './route/message-types.js'
export { declarationOf, declarations, inFamilies, requests, type FamilyType, type RequestType } from './route/registry.js'

// what the kernel sends and takes
export { Link, linkFlags, LinkInfo, type LinkKind, type PortKind } from './route/link/link.js'
export { Address, addressFlags } from './route/address.js'
export { prefixOf, Route, routeFlags } from './route/route/route.js'
export { Neighbour, neighbourFlags, neighbourState } from './route/neighbour.js'
export { Rule, ruleAction, ruleFlags } from './route/rule.js'
export { Nsid } from './route/nsid.js'
export { addressFamily } from './route/family.js'

// generic netlink: its controller, and what it takes to declare other families
export { Controller, GENL_ID_CTRL, operationFlags } from './generic/controller.js'
export { GenericFamilies } from './generic/families.js'
export { GenericHeader, GenericPayload } from './generic/header.js'
export { controllerCommands, type ControllerCommand } from './generic/registry.js'

// any bytes as a tree, and back
export { fromTree, toTree, type TreeNode } from './core/tree.js'
export { messageFromTree, messageToTree, type MessageTree } from './message-tree.js'

// captures
export { PcapReader, PcapWriter, pcapFormat, readPcap, writePcap, type Packet, type PcapFormat, type PacketInput } from './capture/pcap.js'
export { isPcapng, PcapngReader } from './capture/pcapng.js'

// declaring messages of one's own
export { attributes, byFamily, byHeader, choice, message, nested, struct } from './core/attributes.js'
export { CodecError, type Place } from './core/errors.js'
export type { Codec, Decoded, Input, Type, Union, Unknown, Wide } from './core/infer.js'
export { array, indexed, keyed, lazy, many, records, repeated } from './core/lists.js'
export {
  be16, be32, be64, byLength, bytes, chars, counted, enumeration, fixed, flag, flags, ip, ipv4, ipv6, linkIndex, linkName, mac, maskOf, namespaceFd, pad,
  s16, s32, s64, s8, string, u16, u32, u64, u8, uint, widened,
} from './core/types.js'
