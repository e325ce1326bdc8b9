// Compiled, never run: what TypeScript knows of protocols and of the controller.
import type { Controller } from '../../../codec/generic/controller.js'
import { decodeMessage, encodeMessage, type GenericMessage, type OtherMessage, type RouteMessage } from '../../../codec/message.js'

const bytes = new Uint8Array(20)

// --- the protocol says what a message may be, by name, by number, and where it is not known beforehand
const generic = decodeMessage(bytes, 'generic')
export const controller: Controller | undefined = generic.type === 'CTRL_CMD_NEWFAMILY' ? generic.message : undefined
export const command: number | undefined = typeof generic.type === 'number' ? generic.message.cmd : undefined
export const byNumber: Controller | undefined = ((message = decodeMessage(bytes, 16)) => message.type === 'CTRL_CMD_GETPOLICY' ? message.message : undefined)()
const captured = decodeMessage(bytes, 12 as number)
export const any: RouteMessage | GenericMessage | OtherMessage | undefined = typeof captured.type === 'number' ? captured : undefined
export const other: Uint8Array | undefined = ((message = decodeMessage(bytes, 'xfrm')) => typeof message.type === 'number' ? message.message : undefined)()
// @ts-expect-error no message of NETLINK_ROUTE is of the controller
export const wrong = decodeMessage(bytes).type === 'CTRL_CMD_NEWFAMILY'
// @ts-expect-error no such protocol
decodeMessage(bytes, 'netfiltre')

// --- the controller's values
export const policy: string | number | undefined = controller?.policy?.[0]?.[1]?.type
export const range: bigint | undefined = controller?.policy?.[0]?.[1]?.minValueU
export const flag: boolean | undefined = controller?.ops?.[0]?.flags?.includes('adminPerm')

// --- what encoding takes
encodeMessage('CTRL_CMD_GETFAMILY', { familyName: 'nlctrl' })
encodeMessage('CTRL_CMD_GETPOLICY', { opPolicy: { 3: { do: 0 } }, policy: { 0: { 1: { type: 'u8', minValueU: 0 } } } })
encodeMessage(20, bytes)
// @ts-expect-error an attribute that is none
encodeMessage('CTRL_CMD_GETFAMILY', { familyname: 'nlctrl' })
// @ts-expect-error a command that is none
encodeMessage('CTRL_CMD_GETFAMILIES', {})
// @ts-expect-error a type of attributes that is none
encodeMessage('CTRL_CMD_GETPOLICY', { policy: { 0: { 1: { type: 'u9' } } } })
// @ts-expect-error a number takes bytes
encodeMessage(20, { familyName: 'nlctrl' })
