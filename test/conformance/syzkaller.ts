// What syzkaller's descriptions say of attributes that the kernel's YAML specs leave out: nexthops, tunnels, multicast groups, kinds of links. They tell the width, and
// often not the byte order; where they do, ours must be the same.
import { ours } from './attributes.js'
import { Reasons, type Figure } from './figure.js'
import { formOf, told, type Form } from './form.js'
import { evidence, has, read } from './shared.js'

const files = ['syzkaller-socket_netlink_route.txt', 'syzkaller-socket_netlink_route_sched.txt']

/** Bytes that a word of theirs takes; `be` where its order is told. Nothing for what has a name of its own: unions, templates, structs. */
const sizes: Readonly<Record<string, number>> = {
  int8: 1, bool8: 1, int16: 2, bool16: 2, int32: 4, bool32: 4, int64: 8, int16be: 2, int32be: 4, int64be: 8, ipv4_addr: 4, ipv4_addr_mask: 4, ipv6_addr: 16, ipv6_addr_mask: 16,
  mac_addr: 6, mac_addr_mask: 6, sock_port: 2, ifindex: 4, netns_id: 4, tcm_handle: 4, uid: 4, fd_bpf_prog: 4, rtm_nh_id: 4, void: 0,
}
interface Theirs { readonly constant: string, readonly type: string, readonly size: number, readonly bigEndian: boolean }
function theirs (): Theirs[] {
  return files.flatMap(file => [...read('syzkaller', file).matchAll(/nlattr(?:_tt|_t)?\[([A-Z][A-Z0-9_]+), *(?:flags\[\w+, *(\w+)\]|const\[\w+, *(\w+)\]|(\w+)(?:\[[-\w:]+\])?)\]/g)])
    .flatMap(([, constant, ...types]) => {
      const type = types.find(one => one !== undefined)!
      const size = sizes[type]
      return size === undefined ? [] : [{ constant: constant!, type, size, bigEndian: /be$|^sock_port$/.test(type) }]
    })
}
const sizeOf = ({ kind, word }: Form): readonly number[] => {
  const bits = /(\d+)$/.exec(kind)?.[1]
  return kind === 'flag' ? [0] : kind === 'mac' ? [6] : kind === 'ip' ? [4, 6, 16] : kind === 'ip4' ? [4] : kind === 'ip6' ? [16]
    : kind === 'uint' ? [4, 8] : /^(be|[us])\d+$/.test(kind) ? [Number(bits) / 8] : word.size > 0 ? [word.size] : []
}

const reasons: ReadonlyArray<readonly [reason: string, where: readonly string[]]> = [
  ['an address family as the number of an attribute: theirs is of IFLA_AF_SPEC, ours of IFLA_STATS_AF_SPEC', ['AF_MPLS nest, not void']],
]

export function syzkaller (): Figure[] {
  if (!has('syzkaller') || !has('specs')) return []
  const described = new Set(evidence().map(({ constant }) => constant))
  const declared = ours()
  const why = new Reasons()
  const wrong: string[] = []
  const seen = new Set<string>(); const right = new Set<string>()
  for (const { constant, type, size, bigEndian } of theirs()) {
    const one = declared.get(constant)
    if (described.has(constant) || one === undefined) continue
    seen.add(constant)
    const forms = one.words.map(formOf)
    const same = forms.some(form => sizeOf(form).includes(size) && (!bigEndian || /^be|^ip/.test(form.kind)))
    const text = `${constant} ${[...new Set(forms.map(told))].join(' or ')}, not ${type}`
    const reason = reasons.find(([, where]) => where.includes(text))?.[0]
    if (same) right.add(constant)
    else if (reason !== undefined) { right.add(constant); why.note(reason, text) } else wrong.push(text)
  }
  return [{ name: 'attributes beyond the specs, as wide as syzkaller has them', got: [...seen].filter(one => right.has(one)).length, of: seen.size, exceptions: why, wrong }]
}
