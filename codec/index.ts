// 'rtnetlink/codec': netlink messages to objects and back. Pure: it runs wherever JavaScript does.
export { attributes, byFamily, byHeader, choice, message, nested, struct } from './core/attributes.js'
export { CodecError, type Place } from './core/errors.js'
export type { Codec, Decoded, Input, Type, Union, Unknown, Wide } from './core/infer.js'
export { array, indexed, lazy, many, records, repeated } from './core/lists.js'
export {
  be16, be32, be64, byLength, bytes, chars, enumeration, fixed, flag, flags, ip, linkIndex, linkName, mac, maskOf, namespaceFd, pad,
  s16, s32, s64, s8, string, u16, u32, u64, u8, uint, widened,
} from './core/types.js'
