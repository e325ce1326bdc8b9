// struct dcbmsg and DCB_ATTR_*: requests as dcb of iproute2 6.1 made them; the rest by hand, of linux/dcbnl.h and net/dcb/dcbnl.c, as no
// device of the virtual machine has data center bridging.
import { expect } from 'chai'
import { fromTree, toTree } from '../../../codec/core/tree.js'
import { Dcb } from '../../../codec/route/dcb.js'
import { fixture } from '../../fixtures.js'
import { bare, hex, hexOf, payloadOf, tables } from '../tables.js'

const ifname = '07000100 64300000'
const eight = (...first: number[]): number[] => Array.from({ length: 8 }, (_, i) => first[i] ?? 0)
const tsa = (first: string[]): string[] => Array.from({ length: 8 }, (_, i) => first[i] ?? 'strict')
const zeros = new Array<bigint>(7).fill(0n)
const sent = (type: number, nth = 0) => ['dcb/dcb', { type, direction: 'out', nth }] as const

describe('Dcb', () => {
  tables({
    codec: Dcb,
    captured: [
      ['dcb app add', sent(79), { family: 'unspec', cmd: 'ieeeSet', ifname: 'd0', ieee: { appTable: { ieeeApp: [
        { selector: 'dscp', priority: 5, protocol: 46 }, { selector: 'ethertype', priority: 3, protocol: 0x8906 }] } } }],
      ['dcb app del', sent(79, 1), { family: 'unspec', cmd: 'ieeeDel', ifname: 'd0', ieee: { appTable: { ieeeApp: [{ selector: 'stream', priority: 4, protocol: 3260 }] } } }],
      ['dcb dcbx set', sent(79, 2), { family: 'unspec', cmd: 'sdcbx', ifname: 'd0', dcbx: ['host', 'verIeee'] }],
      ['dcb ets show', sent(78), { family: 'unspec', cmd: 'ieeeGet', ifname: 'd0' }],
    ],
    degraded: [
      ['traffic classes, and the trust in selectors in its order', `00150000 ${ifname} 58000d00
        3f000100 01 08 00 0a14000000000000 0000000000000000 0202000000000000 0001010000000000 0000000000000000 00000000000000ff 0000000000000000 00
        14000b00 05000200 18000000 05000100 05000000`, { family: 'unspec', cmd: 'ieeeGet', ifname: 'd0', ieee: {
        ets: { willing: 1, etsCap: 8, cbs: 0, tcTxBw: eight(10, 20), tcRxBw: eight(), tcTsa: tsa(['ets', 'ets']), prioTc: eight(0, 1, 1), tcRecoBw: eight(),
          tcRecoTsa: [...tsa([]).slice(1), 'vendor'], recoPrioTc: eight() },
        dcbAppTrustTable: ['pcp', 'dscp'] } }],
      ['flow control, with counters', `00150000 ${ifname} 90000d00 8c000200 08 03 00 00 0001 0000
        0100000000000000 ${'00'.repeat(56)} ${'00'.repeat(56)} ffffffffffffffff`, { family: 'unspec', cmd: 'ieeeGet', ifname: 'd0', ieee: {
        pfc: { pfcCap: 8, pfcEn: 3, mbc: 0, delay: 256, requests: [1n, ...zeros], indications: [...zeros, 2n ** 64n - 1n] } } }],
      ['priority groups, asked for', `00050000 ${ifname} 10000600 08000a00 04000500 04001400`, {
        family: 'unspec', cmd: 'pgrxGcfg', ifname: 'd0', pgCfg: { tcAll: { all: true }, bwIdAll: true } }],
      ['priority groups, set', '00060000 05000600 00000000', { family: 'unspec', cmd: 'pgrxScfg', pgCfg: 0 }],
      ['a hardware address, asked for', `000a0000 ${ifname} 04000800`, { family: 'unspec', cmd: 'gpermHwaddr', ifname: 'd0', permHwaddr: true }],
      ['flow control by priority', '00070000 14000400 05000100 00000000 05000400 01000000', { family: 'unspec', cmd: 'pfcGcfg', pfcCfg: { 0: 0, 3: 1 } }],
      ['CEE, and a command of tomorrow', '00630000 1c001000 18000700 14000c00 05000100 01000000 06000200 bc0c0000', {
        family: 'unspec', cmd: 99, cee: { appTable: { app: [{ idtype: 'portnum', id: 3260 }] } } }],
    ],
    refused: [
      [{ ieee: { ets: { tcTxBw: [1, 2] } } }, 'ieee.ets.tcTxBw: [1,2] has 2 bytes, 8 wanted'],
      [{ ieee: { dcbAppTrustTable: ['pcp', 'ip'] } }, 'ieee.dcbAppTrustTable[1]: "ip" is none of ethertype, stream, dgram, any, dscp, pcp'],
      [{ pgCfg: { tc0: { pgid: 256 } } }, 'pgCfg.tc0.pgid: 256 is not a whole number from 0 to 255'],
      [{ pgCfg: 256 }, 'pgCfg: 256 is not a whole number from 0 to 255'],
      [{ cap: { pgs: 1 } }, 'cap.pgs: no such attribute; there are all, pg, pfc, up2tc, pgTcs, pfcTcs, gsp, bcn, dcbx'],
    ],
    malformed: [
      ['a nest cut short', '00050000 08000600 08000100', 'pgCfg: an attribute of 8 bytes where 4 are left'],
    ],
  })

  it('is a tree, of sets and of what answers in their place', () => {
    const payloads = [...fixture('dcb/dcb').all({ direction: 'out' }).map(payloadOf), hex('00050000 05000600 00000000'), hex('00050000 10000600 08000a00 04000500 04001400')]
    for (const payload of payloads) expect(hexOf(fromTree(Dcb, bare(toTree(Dcb, payload))))).to.equal(hexOf(payload))
    const names = (payload: Uint8Array) => toTree(Dcb, payload).at(-1)
    expect(names(payloads.at(-1)!)).to.deep.include({ name: 'DCB_ATTR_PG_CFG' }).and.to.have.nested.property('children[0].name', 'DCB_PG_ATTR_TC_ALL')
    expect(names(payloads.at(-2)!)).to.deep.include({ name: 'DCB_ATTR_PG_CFG', value: 0 })
  })
})
