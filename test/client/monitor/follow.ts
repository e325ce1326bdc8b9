// What a monitor's events add up to, held against what the kernel and iproute2 list; and a program that changes things meanwhile.
import { expect } from 'chai'
import { once } from 'node:events'
import type { MonitoredObject, MonitorEvent, ObjectEvent } from '../../../src/index.js'
import type { Machine, Printed } from '../machine.js'

type Plain = Readonly<Record<string, unknown>>
const at = (value: object, ...names: string[]): string => names.map(name => JSON.stringify((value as Plain)[name])).join(' ')
const hops = (value: object): string => {
  const { multipath } = value as { multipath?: object[] }
  return JSON.stringify(multipath?.map(hop => at(hop, 'gateway', 'ifindex', 'hops')).sort())
}
/** All that may not be there twice, and what would be wrong if it were not told of. */
const says: Readonly<Partial<Record<MonitoredObject, (value: object) => string>>> = {
  link: value => at(value, 'index', 'ifname', 'mtu', 'flags', 'master', 'operstate', 'address'),
  address: value => at(value, 'index', 'local', 'address', 'prefixlen', 'flags', 'label'),
  route: value => `${at(value, 'family', 'dst', 'dstLen', 'table', 'priority', 'tos', 'type', 'scope', 'gateway', 'oif', 'prefsrc', 'flags')} ${hops(value)}`,
  neighbour: value => at(value, 'ndmIfindex', 'dst', 'lladdr', 'state'),
  rule: value => at(value, 'family', 'priority', 'src', 'dst', 'table', 'fwmark'),
}

const isInternet = ({ family }: { readonly family: string | number }): boolean => family === 'inet' || family === 'inet6'

/** What the events of a monitor add up to; an event that does not fit what went before is an error. */
export class Sum {
  readonly all = new Map<MonitoredObject, Set<string>>()
  count = 0
  overruns = 0
  /** What was lost has not been made up for yet. */
  lacks = false
  /** A link of the name `end` is there: it was made when all else was over. */
  ended = false

  /** True at the end. */
  take (event: MonitorEvent): boolean {
    if (event.event === 'overrun') this.overruns++
    this.lacks = event.event === 'overrun' || (this.lacks && event.event !== 'resynchronised')
    this.#add(event)
    return this.ended && !this.lacks
  }

  #add (event: MonitorEvent): void {
    if (!('object' in event)) return
    this.count++
    this.ended ||= event.event === 'added' && event.object === 'link' && event.value.ifname === 'end'
    const { object, value } = event as ObjectEvent
    const say = says[object]
    if (say === undefined) return
    const known = this.of(object)
    if (event.event === 'added') expect(known.has(say(value)), `a second ${object}: ${say(value)}`).to.equal(false)
    if (event.event === 'removed') expect(known.delete(say(value)), `no such ${object}: ${say(value)}`).to.equal(true)
    if (event.event === 'changed') expect(known.delete(say(event.before)), `no such ${object}: ${say(event.before)}`).to.equal(true)
    if (event.event !== 'removed') known.add(say(value))
  }

  of (object: MonitoredObject): Set<string> {
    const found = this.all.get(object) ?? new Set()
    this.all.set(object, found)
    return found
  }
}

/** The same of what there is: by our own list, and in number by iproute2's. */
export async function compare (sum: Sum, { rt, ip }: { readonly rt: Machine['rt'], readonly ip: (words: string) => Promise<Printed[]> }): Promise<void> {
  const lists = {
    link: await rt.link.list(), address: await rt.address.list(), route: await rt.route.list(), rule: (await rt.rule.list()).filter(isInternet),
    // The kernel makes those of groups in silence, and lets others grow old in silence.
    neighbour: (await rt.neighbour.list()).filter(({ state }) => state.includes('permanent')),
  } as const
  for (const [object, list] of Object.entries(lists) as Array<['link', object[]]>) {
    const [ours, theirs] = [[...sum.of(object)].filter(one => object as string !== 'neighbour' || one.includes('permanent')), list.map(says[object]!)]
    const only = { told: ours.filter(one => !theirs.includes(one)), listed: theirs.filter(one => !ours.includes(one)) }
    expect(only, object).to.deep.equal({ told: [], listed: [] })
    expect(ours.length, object).to.equal(theirs.length)
  }
  const count = async (...words: string[]): Promise<number> => (await Promise.all(words.map(ip))).flat().length
  expect(sum.of('link').size).to.equal(await count('link'))
  expect(sum.of('address').size).to.equal((await ip('addr')).reduce((all, link) => all + (link['addr_info'] as object[]).length, 0))
  expect(sum.of('route').size).to.equal(await count('-4 route show table all', '-6 route show table all'))
  expect(sum.of('rule').size).to.equal(await count('rule', '-6 rule'))
  expect([...sum.of('neighbour')].filter(one => one.includes('permanent')).length).to.equal(await count('neigh show nud permanent'))
}

/** Numbers that look like any, the same each time. */
export function random (seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0
    const mixed = Math.imul(state ^ state >>> 12, 0x297a2d39)
    return ((mixed ^ mixed >>> 15) >>> 0) % below
  }
}

/** So many commands of `ip -batch`, some of which fail. */
export function commands (count: number, seed: number): string {
  const pick = random(seed)
  const link = (): string => `v${pick(6)}`
  const kinds: Array<() => string> = [
    () => `link add ${link()} type veth peer name w${pick(6)}`, () => `link add ${link()} type bridge`, () => `link del ${link()}`,
    () => `link set ${link()} ${['up', 'up', 'up', 'down'][pick(4)]}`, () => `link set ${link()} mtu ${1400 + pick(100)}`,
    () => `link set w${pick(6)} up`, () => `link set w${pick(6)} master ${link()}`, () => `link set ${link()} name v${pick(9)}`,
    () => `addr ${['add', 'add', 'del'][pick(3)]} 10.${pick(4)}.${pick(4)}.1/24 dev ${link()}`,
    () => `addr ${['add', 'del'][pick(2)]} fd00:${pick(4)}::1/64 dev ${link()} nodad`,
    ...Array.from({ length: 3 }, () => () => `route ${['add', 'append', 'replace', 'prepend', 'del'][pick(5)]} 10.9.${pick(9)}.0/24 via 10.${pick(4)}.${pick(4)}.${2 + pick(3)}`),
    () => `route ${['add', 'replace'][pick(2)]} 10.8.${pick(4)}.0/24 nexthop via 10.${pick(4)}.${pick(4)}.2 nexthop via 10.${pick(4)}.${pick(4)}.3`,
    ...Array.from({ length: 2 }, () => () => `-6 route ${['add', 'append', 'replace', 'del'][pick(4)]} 2001:db8:${pick(4)}::/48 via fd00:${pick(4)}::${2 + pick(4)}`),
    () => `-6 route ${['add', 'append', 'replace', 'del'][pick(4)]} 2001:db8:${pick(4)}::/48 dev ${link()}`,
    () => `-6 route ${['add', 'replace'][pick(2)]} 2001:db9:${pick(4)}::/48 nexthop via fd00:${pick(4)}::2 nexthop via fd00:${pick(4)}::3`,
    () => `neigh ${['replace', 'replace', 'del'][pick(3)]} 10.${pick(4)}.${pick(4)}.${2 + pick(9)} lladdr 02:00:00:00:00:0${pick(9)} dev ${link()}`,
    () => `rule ${['add', 'del'][pick(2)]} from 10.${pick(9)}.0.0/16 table ${100 + pick(3)} priority ${1000 + pick(5)}`,
  ]
  return Array.from({ length: count }, () => kinds[pick(kinds.length)]!()).join('\n') + '\n'
}

/** Has `ip` carry them out; resolves when it is through. */
export async function ipBatch ({ namespace }: Machine, text: string): Promise<void> {
  const child = namespace.spawn('ip', ['-force', '-batch', '-'], { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin!.end(text)
  await once(child, 'close')
}
