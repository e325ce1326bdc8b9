// Sets of few attributes inside of IFLA_*. linux/if_link.h, linux/devlink.h, linux/dpll.h; net/core/rtnetlink.c
import { attributes } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { string, u32 } from '../../core/types.js'

/** Further names of a link, of up to 127 bytes. A set of IFLA_*, not one of its own. */
export class PropList extends attributes('IFLA_', () => ({
  altIfname: [53, many(string)],
})) {}

/** Reasons, numbered as /etc/iproute2/protodown_reasons.d says, for which a link with `protoDown` is kept down. */
export class ProtoDownReason extends attributes('IFLA_PROTO_DOWN_REASON_', () => ({
  /** The bits of `value` that are to be changed; without it, all. */
  mask: [1, u32],
  value: [2, u32],
})) {}

/** The handle of the devlink port that is behind a link. */
export class DevlinkPort extends attributes('DEVLINK_ATTR_', () => ({
  busName: [1, string],
  devName: [2, string],
  portIndex: [3, u32],
})) {}

/** The pin that feeds a link's clock. */
export class DpllPin extends attributes('DPLL_A_PIN_', () => ({
  id: [1, u32],
})) {}
