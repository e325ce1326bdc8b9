// Pairs of virtual CAN links. VXCAN_INFO_*: linux/can/vxcan.h; drivers/net/can/vxcan.c
import { attributes } from '../../../core/attributes.js'
import type { Type } from '../../../core/infer.js'
import { lazy } from '../../../core/lists.js'
import { Link } from '../link.js'

export class Vxcan extends attributes('VXCAN_INFO_', {
  /** The other end, as that of veth. */
  peer: [1, lazy((): Type<Link> => Link)],
}) {}
