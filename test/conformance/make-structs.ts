// Makes fixtures/structs.tsv: where each member of the structs that are declared lies in C. A C compiler lays them out, from the installed headers of the kernel, and
// its debugging information (DWARF) says where. What those headers lack is not in the table. Needs gcc, readelf and linux-libc-dev.
// node dist/test/conformance/make-structs.js > fixtures/structs.tsv
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reached } from '../walk.js'

const headers = [
  'sys/socket.h', 'linux/rtnetlink.h', 'linux/if_link.h', 'linux/if_addr.h', 'linux/if_addrlabel.h', 'linux/if_bridge.h', 'linux/if_tunnel.h', 'linux/neighbour.h', 'linux/fib_rules.h',
  'linux/nexthop.h', 'linux/netconf.h', 'linux/net_namespace.h', 'linux/can/netlink.h', 'linux/can.h', 'linux/dcbnl.h', 'linux/mroute.h', 'linux/mroute6.h', 'linux/mpls.h',
  'linux/lwtunnel.h', 'linux/seg6.h', 'linux/seg6_iptunnel.h', 'linux/rpl.h', 'linux/ioam6.h', 'linux/ila.h', 'linux/filter.h', 'linux/netlink.h', 'linux/gen_stats.h',
  'linux/pkt_sched.h', 'linux/pkt_cls.h', 'linux/netfilter/x_tables.h', 'linux/netfilter/xt_set.h',
  ...['bpf', 'connmark', 'csum', 'ct', 'ctinfo', 'defact', 'gact', 'gate', 'ife', 'ipt', 'mirred', 'mpls', 'nat', 'pedit', 'sample', 'skbedit', 'skbmod', 'tunnel_key', 'vlan']
    .map(name => `linux/tc_act/tc_${name}.h`),
  ...['cmp', 'meta', 'nbyte', 'text'].map(name => `linux/tc_ematch/tc_em_${name}.h`),
]

/** Structs of messages, declared or not. */
const messages = /^(dcbmsg|ieee_|cee_|dcb_|dcbnl_|nduseroptmsg|vifctl|mfcctl|igmpmsg|mrt6msg)/

interface Node { readonly tag: string, readonly depth: number, readonly at: string, readonly attributes: Map<string, string>, readonly inside: Node[] }
/** What readelf prints of DWARF, as a tree. */
function parse (text: string): Node[] {
  const nodes: Node[] = []
  const open: Node[] = []
  for (const line of text.split('\n')) {
    const begin = /^ *<([0-9a-f]+)><([0-9a-f]+)>: Abbrev Number: \d+ \((DW_TAG_\w+)\)/.exec(line)
    if (begin !== null) {
      const node: Node = { tag: begin[3]!, depth: parseInt(begin[1]!, 16), at: begin[2]!, attributes: new Map(), inside: [] }
      open.length = node.depth
      open[node.depth - 1]?.inside.push(node)
      open[node.depth] = node
      nodes.push(node)
      continue
    }
    const attribute = /^ *<[0-9a-f]+> +(DW_AT_\w+) *: (.*)$/.exec(line)
    if (attribute !== null) nodes.at(-1)?.attributes.set(attribute[1]!, attribute[2]!.replace(/^\(.*?\): /, '').replace(/^.*: (?=\S+$)/, '').trim())
  }
  return nodes
}

function table (nodes: readonly Node[], wanted: (name: string) => boolean): string[] {
  const byAddress = new Map(nodes.map(node => [node.at, node]))
  const number = (node: Node, attribute: string): number => Number(node.attributes.get(attribute) ?? 0)
  const of = (node: Node): Node | undefined => byAddress.get(/<0x([0-9a-f]+)>/.exec(node.attributes.get('DW_AT_type') ?? '')?.[1] ?? '')
  const sizeOf = (node: Node | undefined): number => {
    if (node === undefined) return 0
    if (node.tag !== 'DW_TAG_array_type') return node.attributes.has('DW_AT_byte_size') ? number(node, 'DW_AT_byte_size') : sizeOf(of(node))
    return node.inside.filter(({ tag }) => tag === 'DW_TAG_subrange_type').reduce((size, range) =>
      size * (range.attributes.has('DW_AT_upper_bound') ? number(range, 'DW_AT_upper_bound') + 1 : number(range, 'DW_AT_count')), sizeOf(of(node)))
  }
  /** Those of structs and unions without a name, as if they were its own. */
  const members = (node: Node, base: number): string[] => node.inside.filter(({ tag }) => tag === 'DW_TAG_member').flatMap(member => {
    const name = member.attributes.get('DW_AT_name')
    const at = base + number(member, 'DW_AT_data_member_location')
    const inside = name === undefined ? of(member) : undefined
    if (inside !== undefined) return members(inside, at)
    const bits = member.attributes.get('DW_AT_bit_size')
    return [`${name ?? ''}\t${bits === undefined ? at : base + Math.floor(number(member, 'DW_AT_data_bit_offset') / 8)}\t${bits === undefined ? sizeOf(of(member)) : `${bits} bits`}`]
  })
  const rows: string[] = []
  const done = new Set<string>()
  for (const node of nodes) {
    const name = node.attributes.get('DW_AT_name') ?? ''
    if (node.tag !== 'DW_TAG_structure_type' || node.inside.length === 0 || !wanted(name) || done.has(name)) continue
    done.add(name)
    rows.push(`${name}\t\t0\t${number(node, 'DW_AT_byte_size')}`)
    rows.push(...members(node, 0).map(row => `${name}\t${row}`))
  }
  return rows
}

const folder = mkdtempSync(join(tmpdir(), 'structs-'))
try {
  const there = headers.filter(header => header === 'sys/socket.h' || existsSync(join('/usr/include', header)))
  writeFileSync(join(folder, 'structs.c'), there.map(header => `#include <${header}>\n`).join(''))
  execFileSync('gcc', ['-g', '-fno-eliminate-unused-debug-types', '-c', '-o', join(folder, 'structs.o'), join(folder, 'structs.c')])
  const dwarf = execFileSync('readelf', ['--debug-dump=info', join(folder, 'structs.o')], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const declared = new Set(reached().declarations.map(({ struct }) => struct).filter(name => name !== ''))
  const rows = table(parse(dwarf), name => declared.has(name) || messages.test(name))
  console.log(['struct\tmember\toffset\tsize', ...rows].join('\n'))
} finally {
  rmSync(folder, { recursive: true })
}
