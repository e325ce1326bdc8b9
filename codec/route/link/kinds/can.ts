// CAN controllers. IFLA_CAN_*, CAN_CTRLMODE_*, CAN_STATE_*: linux/can/netlink.h; drivers/net/can/dev/netlink.c
import { attributes, nested, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { chars, enumeration, flags, maskOf, u16, u32 } from '../../../core/types.js'

const ctrlmode = flags(u32, {
  loopback: 0x1, listenonly: 0x2, '3Samples': 0x4, oneShot: 0x8, berrReporting: 0x10, fd: 0x20, presumeAck: 0x40, fdNonIso: 0x80, ccLen8Dlc: 0x100,
  tdcAuto: 0x200, tdcManual: 0x400, restricted: 0x800, xl: 0x1000, xlTdcAuto: 0x2000, xlTdcManual: 0x4000, xlTms: 0x8000,
})

/** struct can_bittiming: `bitrate`, or all behind it but `samplePoint` (0: not set). */
export class CanBittiming extends struct('can_bittiming', {
  /** In bits a second. */
  bitrate: u32,
  /** In 1/1000. */
  samplePoint: u32,
  /** A time quantum, in nanoseconds. */
  tq: u32,
  propSeg: u32,
  phaseSeg1: u32,
  phaseSeg2: u32,
  sjw: u32,
  brp: u32,
}) {}

/** struct can_bittiming_const: what the hardware can do. */
export class CanBittimingConst extends struct('can_bittiming_const', {
  name: chars(16), tseg1Min: u32, tseg1Max: u32, tseg2Min: u32, tseg2Max: u32, sjwMax: u32, brpMin: u32, brpMax: u32, brpInc: u32,
}) {}

/** struct can_clock, in Hz. */
export class CanClock extends struct('can_clock', { freq: u32 }) {}
/** struct can_ctrlmode: only the bits of `mask` are changed. */
export class CanCtrlmode extends struct('can_ctrlmode', { mask: maskOf('flags'), flags: ctrlmode }) {}
/** struct can_berr_counter */
export class CanBerrCounter extends struct('can_berr_counter', { txerr: u16, rxerr: u16 }) {}

/** Transmitter delay compensation, in clock periods. */
export class CanTdc extends attributes('IFLA_CAN_TDC_', () => ({
  tdcvMin: [1, u32],
  tdcvMax: [2, u32],
  tdcoMin: [3, u32],
  tdcoMax: [4, u32],
  tdcfMin: [5, u32],
  tdcfMax: [6, u32],
  tdcv: [7, u32],
  tdco: [8, u32],
  tdcf: [9, u32],
})) {}
/** What the controller can do. */
export class CanCtrlmodeExt extends attributes('IFLA_CAN_CTRLMODE_', () => ({
  supported: [1, ctrlmode],
})) {}
/** Pulse width modulation, of CAN XL. */
export class CanPwm extends attributes('IFLA_CAN_PWM_', () => ({
  pwmsMin: [1, u32],
  pwmsMax: [2, u32],
  pwmlMin: [3, u32],
  pwmlMax: [4, u32],
  pwmoMin: [5, u32],
  pwmoMax: [6, u32],
  pwms: [7, u32],
  pwml: [8, u32],
  pwmo: [9, u32],
})) {}

export class Can extends attributes('IFLA_CAN_', () => ({
  bittiming: [1, CanBittiming],
  bittimingConst: [2, CanBittimingConst],
  clock: [3, CanClock],
  state: [4, enumeration(u32, { errorActive: 0, errorWarning: 1, errorPassive: 2, busOff: 3, stopped: 4, sleeping: 5 })],
  ctrlmode: [5, CanCtrlmode],
  /** How long after bus-off to start again; 0: never. */
  restartMs: [6, u32],
  /** Start again now, whatever the value. */
  restart: [7, u32],
  berrCounter: [8, CanBerrCounter],
  dataBittiming: [9, CanBittiming],
  dataBittimingConst: [10, CanBittimingConst],
  /** In ohms; 0: none. */
  termination: [11, u16],
  terminationConst: [12, array(u16)],
  bitrateConst: [13, array(u32)],
  dataBitrateConst: [14, array(u32)],
  bitrateMax: [15, u32],
  tdc: [16, nested(CanTdc)],
  ctrlmodeExt: [17, nested(CanCtrlmodeExt)],
  xlDataBittiming: [18, CanBittiming],
  xlDataBittimingConst: [19, CanBittimingConst],
  xlDataBitrateConst: [20, array(u32)],
  xlTdc: [21, nested(CanTdc)],
  xlPwm: [22, nested(CanPwm)],
})) {}
