// Addresses, as `ip -j addr` has them.
import type { Address } from '../../../codec/route/address.js'
import { facts, when, type Facts } from './facts.js'
import { scopeName } from './names.js'

/** Names and order of ip. */
const flagNames = [['nodad', 'nodad'], ['optimistic', 'optimistic'], ['dadfailed', 'dadfailed'], ['homeaddress', 'home'], ['deprecated', 'deprecated'],
  ['tentative', 'tentative'], ['permanent', 'dynamic'], ['managetempaddr', 'mngtmpaddr'], ['noprefixroute', 'noprefixroute'],
  ['mcautojoin', 'autojoin'], ['stablePrivacy', 'stable-privacy']] as const

function flagFacts (address: Address): Facts {
  const set = new Set<string | number>(address.flags ?? address.ifaFlags)
  const shown: Record<string, true | undefined> = {}
  if (set.has('secondary')) shown[address.family === 'inet6' ? 'temporary' : 'secondary'] = true
  for (const [flag, name] of flagNames) shown[name] = when(flag === 'permanent' ? !set.has(flag) : set.has(flag))
  return facts(shown)
}

export function addressFacts (address: Address): Facts {
  const local = address.local ?? address.address
  const peer = address.address ?? address.local
  return facts({
    family: String(address.family),
    local,
    address: peer === local ? undefined : peer,
    prefixlen: address.prefixlen,
    metric: address.rtPriority,
    broadcast: address.broadcast,
    anycast: address.anycast,
    scope: scopeName(address.scope),
    ...flagFacts(address),
    label: address.label,
    valid_life_time: address.cacheinfo?.valid,
    preferred_life_time: address.cacheinfo?.prefered,
  })
}

const forEver = 0xffffffff
const lifetime = (seconds: unknown): string => seconds === forEver ? 'forever' : `${String(seconds)}sec`
/** The same, for people: one paragraph an address, as `ip addr`. */
export function addressText (f: Facts): string {
  const flags = ['secondary', 'temporary', ...flagNames.map(([, name]) => name)].filter(name => f[name] === true)
  const words = [
    String(f.family), `${String(f.local)}${f.address === undefined ? '' : ` peer ${String(f.address)}`}/${String(f.prefixlen)}`,
    ...f.metric === undefined ? [] : [`metric ${String(f.metric)}`],
    ...f.broadcast === undefined ? [] : [`brd ${String(f.broadcast)}`],
    `scope ${String(f.scope)}`, ...flags, ...f.label === undefined ? [] : [String(f.label)],
  ]
  const lives = f.valid_life_time === undefined ? '' :
    `       valid_lft ${lifetime(f.valid_life_time)} preferred_lft ${lifetime(f.preferred_life_time)}\n`
  return `    ${words.join(' ')}\n${lives}`
}
/** Words of `addr show`, the flag that each is about, and whether it must be set. */
const filterFlags: Readonly<Record<string, readonly [flag: string, set: boolean]>> = {
  permanent: ['permanent', true], dynamic: ['permanent', false], primary: ['secondary', false], secondary: ['secondary', true], temporary: ['secondary', true],
  tentative: ['tentative', true], deprecated: ['deprecated', true], dadfailed: ['dadfailed', true], home: ['homeaddress', true], mngtmpaddr: ['managetempaddr', true],
}
export const isFlagWord = (word: string): boolean => Object.hasOwn(filterFlags, word)
export function fitsFlagWord (address: Address, word: string): boolean {
  const [flag, set] = filterFlags[word]!
  return (address.flags ?? address.ifaFlags).some(one => one === flag) === set
}
