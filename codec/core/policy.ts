// What the kernel would take of an attribute, as it says it in refusals (NLMSGERR_ATTR_POLICY) and when asked for a family's policies
// (CTRL_ATTR_POLICY). NL_POLICY_TYPE_ATTR_*, NL_ATTR_TYPE_*: linux/netlink.h; net/netlink/policy.c
import { attributes } from './attributes.js'
import { enumeration, s64, u32, u64 } from './types.js'

/** NL_ATTR_TYPE_*; the last two since Linux 6.7. */
export const attributeType = enumeration(u32, {
  invalid: 0, flag: 1, u8: 2, u16: 3, u32: 4, u64: 5, s8: 6, s16: 7, s32: 8, s64: 9, binary: 10, string: 11, nulString: 12, nested: 13,
  nestedArray: 14, bitfield32: 15, sint: 16, uint: 17,
})

/** The policy of one attribute. */
export class Policy extends attributes('NL_POLICY_TYPE_ATTR_', () => ({
  type: [1, attributeType],
  minValueS: [2, s64],
  maxValueS: [3, s64],
  minValueU: [4, u64],
  maxValueU: [5, u64],
  minLength: [6, u32],
  maxLength: [7, u32],
  /** Of a nest, or a list of them: the policy of what is inside, by number. */
  policyIdx: [8, u32],
  /** The highest attribute that the nest may hold. */
  policyMaxtype: [9, u32],
  bitfield32Mask: [10, u32],
  /** Of the bits that may be set. */
  mask: [12, u64],
})) {}
