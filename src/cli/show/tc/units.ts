// Numbers as tc(8) prints them: rates, sizes, times, handles. iproute2's lib/json_print_math.c, lib/utils.c, tc/tc_core.c
import { wholeNumber } from '../../whole-number.js'

/** As C's %g. */
export function general (value: number, digits = 6): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= digits) return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  return String(Number(value.toPrecision(digits)))
}

/** `10Kb`, where it is that to some bytes. */
export function sizeText (bytes: number): string {
  for (const [unit, letter, near] of [[1024 * 1024, 'Mb', 1024], [1024, 'Kb', 16]] as const) {
    const whole = Math.round(bytes / unit)
    if (bytes >= unit && Math.abs(whole * unit - bytes) < near) return `${general(whole)}${letter}`
  }
  return `${bytes}b`
}

/** Bytes per second as bits: `1Mbit`, `1500Kbit`. */
export function rateText (bytes: number | bigint): string {
  let bits = BigInt(bytes) * 8n
  let unit = 0
  for (; unit < 4 && bits >= 1000n && (bits % 1000n === 0n || bits >= 1_000_000n); unit++) bits /= 1000n
  return `${bits}${['', 'K', 'M', 'G', 'T'][unit]}bit`
}

/** Of us. */
export const timeText = (us: number): string => us >= 1e6 ? `${general(us / 1e6, 3)}s` : us >= 1000 ? `${general(us / 1000, 3)}ms` : `${us}us`
/** Of ns. */
export function nanoText (time: number | bigint): string {
  const ns = Number(time)
  return ns >= 1000 ? timeTextOfParts(ns) : `${ns}ns`
}
const timeTextOfParts = (ns: number): string =>
  ns >= 1e9 ? `${general(ns / 1e9, 3)}s` : ns >= 1e6 ? `${general(ns / 1e6, 3)}ms` : `${general(ns / 1000, 3)}us`
/** -d, where it may be less than 0. */
export const signedTime = (us: number): string => us < 0 ? `-${timeText(-us)}` : timeText(us)

/** The kernel's tick is 64 ns (/proc/net/psched), since Linux 2.6.31. */
const TICKS_OF_US = 1000 / 64
export const ticksToTime = (ticks: number): number => Math.trunc(ticks / TICKS_OF_US)
export const timeToTicks = (us: number): number => Math.trunc(us * TICKS_OF_US)
/** How many bytes go in so many ticks, at a rate, and back. */
export const ticksToSize = (rate: number | bigint, ticks: number): number => Math.trunc(Number(rate) * ticksToTime(ticks) / 1e6) >>> 0
export const sizeToTicks = (rate: number | bigint, bytes: number): number => timeToTicks(Math.trunc(1e6 * (bytes / Number(rate))))

/** `1:20`, `:20`, `1:`, `root`, `none`. */
export function classidText (id: number): string {
  if (id >>> 0 === 0xffffffff) return 'root'
  if (id === 0) return 'none'
  const [major, minor] = [id >>> 16, id & 0xffff]
  return `${major === 0 ? '' : major.toString(16)}:${minor === 0 ? '' : minor.toString(16)}`
}

/** TC_LINKLAYER_*, as tc calls them. */
export const linkLayerText = (layer: string | number): string => layer === 'unaware' || layer === 0 ? 'unspec' : typeof layer === 'number' ? 'unknown' : layer
export const isOtherThanEthernet = (layer: string | number): boolean => !['unaware', 'ethernet', 0, 1].includes(layer)
/** As C's %#x: zero has no 0x. */
export const sharpHex = (value: number | bigint): string => Number(value) === 0 ? '0' : `0x${value.toString(16)}`
/** Ethertypes as tc calls them (lib/ll_proto.c), those that one meets. */
const ethertypes: ReadonlyMap<number, string> = new Map([
  [3, 'all'], [0x800, 'ip'], [0x806, 'arp'], [0x8035, 'rarp'], [0x86dd, 'ipv6'], [0x8100, '802.1Q'], [0x88a8, '802.1ad'], [0x8847, 'mpls_uc'], [0x8848, 'mpls_mc'],
  [0x8863, 'ppp_disc'], [0x8864, 'ppp_ses'], [0x6558, 'teb'], [0x88ca, 'tipc'], [1, '802_3'], [4, '802_2'], [5, 'snap'], [0xc, 'can'], [0x8892, 'profinet'],
  [0x88a2, 'aoe'], [0x88a4, 'ethercat'], [0x8137, 'ipx'], [0x809b, 'atalk'],
])
export const ethertypeText = (type: number): string => ethertypes.get(type) ?? `[${type}]`
export const ethertypeOf = (name: string): number | undefined =>
  [...ethertypes].find(([, known]) => known.toLowerCase() === name.toLowerCase())?.[0] ?? wholeNumber(name)
