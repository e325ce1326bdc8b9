// Every struct against C: fixtures/structs.tsv is what a compiler makes of Linux 6.1's headers (fixtures/structs.py).
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixturesRoot } from '../fixtures.js'
import { reached } from './declared.js'

interface Member { readonly name: string, readonly at: number, readonly size: number }
const c = new Map(readFileSync(join(fixturesRoot, 'structs.tsv'), 'utf8').trim().split('\n').map(line => {
  const [name = '', size, ...members] = line.split('\t')
  return [name, { size: Number(size), members: members.map((member): Member => {
    const [, name = '', at, size] = /^(.*)@(\d+):(-?\d+)$/.exec(member)!
    return { name, at: Number(at), size: Number(size) }
  }) }]
}))
/** Of headers that 6.1 does not have, or that are the kernel's own. */
const newer = ['ifla_geneve_port_range', 'tc_dualpi2_xstats', 'vxlanhdr', 'ipv4_devconf', 'ipv6_devconf', 'icmp6_mib',
  'u32', 'u64[BR_MCAST_DIR_SIZE]', '']
/** Called something else in C, or of one piece with its neighbours there. */
const otherwise = new Map([
  ['fib_rule_hdr.frhTable', 'table'], ['tc_netem_qopt.lossRandom', 'loss'], ['nexthop_grp.weightHigh', 'resvd1'], // renamed since 6.1
  ['tcf_em_cmp.alignFlags', 'align'], ['tcf_em_cmp.layerOpnd', 'layer'], ['tcf_em_nbyte.lenLayer', 'len'], ['tcf_em_text.fromToLayer', 'from_layer'], // bit fields
  ['ioam6_trace_hdr.type', ''], // a union
])
/** struct ipv6_rpl_sr_hdr: a bit field of 32 bits, declared byte by byte. */
const bitField = ['cmpr', 'padding', 'reserved']

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase()

describe('structs', () => {
  for (const { struct, layout } of reached().filter(({ struct }) => !newer.includes(struct))) {
    it(struct, () => {
      const theirs = c.get(struct)
      expect(theirs, 'there is none in C').to.not.equal(undefined)
      const { size, members } = theirs!
      const problems: string[] = []
      for (const field of layout.fields) {
        const { name, at, word, tail } = field
        // newer than 6.1; what follows the struct; a union that the C struct ends with
        if ((tail && at >= size) || field === layout.open || (struct === 'ipv6_rpl_sr_hdr' && bitField.includes(name))) continue
        const there = members.filter(member => member.at === at && member.size === word?.size)
        const called = otherwise.get(`${struct}.${name}`) ?? name
        if (!there.some(one => plain(one.name).endsWith(plain(called)))) problems.push(`${name} @${at}:${word?.size}, in C ${JSON.stringify(members.filter(member => member.at === at))}`)
      }
      expect(problems).to.deep.equal([])
      const last = layout.fields.at(-1)!
      if (layout.open === undefined && !last.tail) expect(layout.size).to.equal(size)
    })
  }
})
