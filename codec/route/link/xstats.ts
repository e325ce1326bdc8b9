// Counters of a kind of link: the type of IFLA_INFO_XSTATS, which only CAN has. linux/can/netlink.h
import { struct } from '../../core/attributes.js'
import { u32 } from '../../core/types.js'

/** struct can_device_stats */
export class CanDeviceStats extends struct('can_device_stats', {
  busError: u32, errorWarning: u32, errorPassive: u32, busOff: u32, arbitrationLost: u32, restarts: u32,
}) {}

export const xstats = { can: CanDeviceStats }
