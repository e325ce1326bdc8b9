// Every struct of traffic control is as long as in C, and its members are where they are in C: against the headers of the machine.
import { expect } from 'chai'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Declaration } from '../../../../codec/core/declaration.js'
import { declared } from './declared.js'

const headers = ['rtnetlink', 'pkt_sched', 'pkt_cls', 'gen_stats', 'filter', 'netlink', 'can', 'netfilter/xt_set', 'tc_act/tc_bpf', 'tc_act/tc_connmark',
  'tc_act/tc_csum', 'tc_act/tc_ct', 'tc_act/tc_ctinfo', 'tc_act/tc_defact', 'tc_act/tc_gact', 'tc_act/tc_gate', 'tc_act/tc_ife', 'tc_act/tc_mirred',
  'tc_act/tc_mpls', 'tc_act/tc_nat', 'tc_act/tc_pedit', 'tc_act/tc_sample', 'tc_act/tc_skbedit', 'tc_act/tc_skbmod', 'tc_act/tc_tunnel_key',
  'tc_act/tc_vlan', 'tc_ematch/tc_em_cmp', 'tc_ematch/tc_em_meta', 'tc_ematch/tc_em_nbyte', 'tc_ematch/tc_em_text']
const prefixes: Readonly<Record<string, string>> = { tcmsg: 'tcm_', tcamsg: 'tca_' }
/** Members that C spells otherwise; empty: what C has no member for, or a bit-field. */
const spelt: Readonly<Record<string, string>> = {
  wlog: 'Wlog', plog: 'Plog', scellLog: 'Scell_log', dp: 'DP', dps: 'DPs', defDp: 'def_DP', maxP: 'max_P', lossRandom: 'loss',
  'tc_fq_codel_xstats.stats': 'qdisc_stats', alignFlags: '', layerOpnd: '', lenLayer: '', fromToLayer: '', pattern: '', 'tcf_ematch_hdr.data': '',
}
const inC = (struct: string, name: string): string =>
  spelt[`${struct}.${name}`] ?? spelt[name] ?? (prefixes[struct] ?? '') + name.replace(/[A-Z]/g, '_$&').toLowerCase()

/** Structs that the headers of Linux 6.1 do not have, or not whole. Sizes of later ones: linux/pkt_sched.h of 7.2. */
const newer: Readonly<Record<string, number>> = { tc_dualpi2_xstats: 48 }
/** Removed since: cbq, rsvp, ipt. */
const removed = /^(tc_cbq_|tc_rsvp_)/

function measured (structs: readonly Declaration[]): Map<string, number> {
  const where = mkdtempSync(join(tmpdir(), 'tc-structs-'))
  try {
    const lines = structs.flatMap(({ struct, layout }) => [
      `  printf("${struct} %zu\\n", sizeof(struct ${struct}));`,
      ...layout.fields.filter(({ name, tail }) => !tail && inC(struct, name) !== '').map(({ name }) =>
        `  printf("${struct}.${name} %zu\\n", offsetof(struct ${struct}, ${inC(struct, name)}));`)])
    writeFileSync(join(where, 'a.c'), ['#include <stdio.h>', '#include <stddef.h>', ...headers.map(header => `#include <linux/${header}.h>`),
      'int main (void) {', ...lines, '}'].join('\n'))
    execFileSync('cc', ['-o', join(where, 'a'), join(where, 'a.c')], { stdio: ['ignore', 'ignore', 'pipe'] })
    const rows = execFileSync(join(where, 'a'), { encoding: 'utf8' }).trim().split('\n').map(line => line.split(' '))
    return new Map(rows.map(([name, value]) => [name!, Number(value)]))
  } finally { rmSync(where, { recursive: true }) }
}

describe('structs of traffic control [needs cc and the headers of Linux]', () => {
  const all = [...new Map(declared().filter(({ struct }) => struct !== '').map(declaration => [declaration.struct, declaration])).values()]
  const current = all.filter(({ struct }) => newer[struct] === undefined)
  let c: Map<string, number>
  let structs: readonly Declaration[]

  before(function () {
    if (spawnSync('cc', ['--version']).status !== 0 || !existsSync('/usr/include/linux/tc_act/tc_gate.h')) return this.skip()
    const header = execFileSync('cc', ['-E', '-'], { input: '#include <linux/pkt_sched.h>', encoding: 'utf8' })
    structs = current.filter(({ struct }) => !removed.test(struct) || header.includes('struct tc_cbq_lssopt'))
    c = measured(structs)
  })

  it('there are 90 and more', () => { expect(all.length).to.be.at.least(90) })
  it('each has the size that C gives it', () => {
    // The union of tc_fq_codel_xstats is declared as what is left of the payload.
    const whole = structs.filter(({ struct }) => struct !== 'tc_fq_codel_xstats')
    const sizes = whole.map(({ struct, layout }) => [struct, layout.fields.some(({ tail }) => tail) ? layout.least : layout.size])
    expect(sizes).to.deep.equal(whole.map(({ struct }) => [struct, c.get(struct)]))
  })
  it('each member is where C has it', () => {
    const places = structs.flatMap(({ struct, layout }) => layout.fields.map(({ name, at }) => [`${struct}.${name}`, at] as const)).filter(([name]) => c.has(name))
    expect(places.length).to.be.above(350)
    expect(places).to.deep.equal(places.map(([name]) => [name, c.get(name)]))
  })
  it('what is newer has the size of Linux 7.2', () => {
    const sizes = all.filter(({ struct }) => newer[struct] !== undefined).map(({ struct, layout }) => [struct, layout.size])
    expect(Object.fromEntries(sizes)).to.deep.equal(newer)
    expect(all.find(({ struct }) => struct === 'tc_fq_qd_stats')?.layout.size).to.equal(152)
  })
})
