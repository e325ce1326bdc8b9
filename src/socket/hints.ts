// What would help a person whom the kernel refused. The kernel's side: net/core/rtnetlink.c, net/ipv4/fib_*.c,
// net/ipv6/route.c
import type { Policy } from '../../codec/core/policy.js'

/** What is known of a refusal. */
export interface Refused {
  readonly call: string
  readonly code: string
  readonly kernelMessage: string
  readonly policy: Policy | undefined
  readonly kind: string | undefined
}

interface Hint {
  /** The whole call, or without what it was about ('link.add'), or its noun alone; absent: any call. */
  readonly call?: string
  readonly code: string
  /** Of the kernel's own words. */
  readonly says?: RegExp
  readonly hint: string | ((refused: Refused) => string | undefined)
}

const noLink = 'no link has that name or index in this namespace: `rtnl link show` lists them'
const bound = 'lo and some others belong to their namespace for good'
const gateway =
  "the gateway is on no connected network: add an address first and set its link up, or say flags: ['onlink']"

const noKind = ({ kind }: Refused): string | undefined =>
  kind === undefined ? undefined : `this kernel has no kind ${kind} (modprobe ${kind}?)`

/** The first row that fits is taken: the narrower before the wider. */
const hints: readonly Hint[] = [
  { call: 'link.add', code: 'EEXIST', hint: 'a link has this name already: choose another, or use link.change' },
  { call: 'link.add', code: 'EOPNOTSUPP', says: /^$|unknown device type/i, hint: noKind },
  { call: 'link.change', code: 'EINVAL', says: /netns.?(is )?(immutable|local)|immutable/i, hint: bound },
  // Linux 6.1 refuses without a word.
  { call: 'link.change lo', code: 'EINVAL', says: /^$/, hint: bound },
  { call: 'link.change', code: 'EEXIST', hint: 'a link has this name already, here or in the namespace that it would move to' },
  { call: 'link.change', code: 'EBUSY', hint: 'some changes need a link that is down: set flags: { up: false } first' },
  { call: 'link.change', code: 'ESRCH', hint: 'no process has that number, as seen from this PID namespace' },
  { call: 'link.delete', code: 'EOPNOTSUPP', hint: 'this link cannot be deleted: it belongs to hardware or to its namespace' },
  { call: 'link.list', code: 'EMSGSIZE', hint: 'a link is larger than the kernel made room for: list with an extMask' },
  { call: 'link', code: 'ENODEV', hint: noLink },
  { call: 'address.add', code: 'EEXIST', hint: 'the link has this address already: use address.replace' },
  { call: 'address.add', code: 'EACCES', hint: 'IPv6 is switched off for this link: set net.ipv6.conf.LINK.disable_ipv6 to 0' },
  { call: 'address.delete', code: 'EADDRNOTAVAIL', hint: 'the link has no such address; the length of the prefix must fit, too' },
  { call: 'address', code: 'ENODEV', hint: noLink },
  { call: 'route.add', code: 'EEXIST', hint: 'there is such a route already: use route.replace, or give it another priority' },
  { call: 'route.add', code: 'ENETUNREACH', hint: gateway },
  { call: 'route.add', code: 'EHOSTUNREACH', hint: gateway },
  { call: 'route.replace', code: 'ENETUNREACH', hint: gateway },
  { call: 'route.replace', code: 'EHOSTUNREACH', hint: gateway },
  { call: 'route.add', code: 'ENETDOWN', hint: 'set the link up first: link.change(name, { flags: { up: true } })' },
  { call: 'route.delete', code: 'ESRCH', hint: 'there is no such route: table, prefix, tos and priority must be those of the route' },
  { call: 'route.get', code: 'ENETUNREACH', hint: 'no route leads there: a link that is down has none, and there is no default route' },
  { call: 'route', code: 'ENODEV', hint: noLink },
  { call: 'neighbour.add', code: 'EEXIST', hint: 'there is such an entry already: use neighbour.replace' },
  { call: 'neighbour.delete', code: 'ENOENT', hint: 'the link has no entry for this address' },
  { call: 'neighbour', code: 'ENODEV', hint: noLink },
  { call: 'rule.add', code: 'EEXIST', hint: 'there is such a rule already' },
  { call: 'rule.delete', code: 'ENOENT', hint: 'there is no such rule: every selector must be that of the rule' },
  { code: 'EPERM', hint: "needs CAP_NET_ADMIN in the namespace's user namespace: be root, or use `rtnl sandbox`" },
  { code: 'ENOBUFS', hint: 'whether it was done is not known: look, then ask again; a larger receiveBuffer holds more answers' },
  { code: 'ETIMEDOUT', hint: 'whether it was done is not known: look, then ask again' },
  { code: 'EMSGSIZE', says: /^$/, hint: 'the request is larger than the socket may send, or a list in its answer outgrew the 64 KiB of an attribute' },
  { code: 'EINTR', hint: 'something keeps changing what is listed; `data` holds what came last' },
  { code: 'ERANGE', hint: ({ policy }) => wanted(policy) },
  { code: 'EINVAL', hint: ({ policy }) => wanted(policy) }
]

/** A sentence for a person, or undefined where there is none that says more than the error itself. */
export function hintFor (refused: Refused): string | undefined {
  const [verb = ''] = refused.call.split(' ')
  const [noun] = verb.split('.')
  const row = hints.find(({ call = verb, code, says = /^/ }) =>
    code === refused.code && (call === verb || call === noun || call === refused.call) && says.test(refused.kernelMessage))
  return typeof row?.hint === 'function' ? row.hint(refused) : row?.hint
}

/** 'a string, at most 15 bytes': what the kernel said that it takes. */
function wanted (policy: Policy | undefined): string | undefined {
  if (policy === undefined) return undefined
  const { type, minLength, maxLength } = policy
  const min = policy.minValueS ?? policy.minValueU
  const max = policy.maxValueS ?? policy.maxValueU
  const mask = policy.mask ?? policy.bitfield32Mask
  const limits = [
    typeof type === 'string' ? `a ${type}` : undefined,
    // Of a wrong length the kernel says the whole range of the type.
    min === 0n && max === fullRanges[type ?? ''] ? undefined : range(min, max, ''),
    range(minLength, maxLength, ' bytes'),
    mask === undefined ? undefined : `no bits outside of 0x${mask.toString(16)}`
  ].filter(limit => limit !== undefined)
  return limits.length === 0 ? undefined : `the kernel takes ${limits.join(', ')}`
}

const fullRanges: Readonly<Record<string, bigint>> =
  { u8: 0xffn, u16: 0xffffn, u32: 0xffffffffn, u64: 0xffffffffffffffffn }

function range (min: number | bigint | undefined, max: number | bigint | undefined, unit: string): string | undefined {
  if (min === undefined) return max === undefined ? undefined : `at most ${max}${unit}`
  if (max === undefined) return `at least ${min}${unit}`
  return min === max ? `${min}${unit}` : `${min} to ${max}${unit}`
}
