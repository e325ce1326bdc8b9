// Classes, as `tc -s -d class show` of iproute2 6.1 printed what Linux 6.1 had said: fixtures/tc/classes, made by fixtures/tc/classes.sh.
import { expect } from 'chai'
import { Class, Qdisc } from '../../../../codec/route/tc/tc.js'
import { dumpedText } from './dumped-text.js'
import { payloadOf, tables } from '../../tables.js'

/* eslint-disable @typescript-eslint/no-explicit-any -- of each kind, another */
const classesOf = (link: string): any[] => dumpedText('tc/classes', `tc -s -d class show dev ${link}`, 40).map(message => Class.decode(payloadOf(message)))
const curve = (m1: number, d: number, m2: number): object => ({ m1: m1 / 8, d, m2: m2 / 8 })

describe('class', () => {
  describe('captured', () => {
    it('hfsc 1:1: sc m1 0bit d 0us m2 10Mbit ul m1 0bit d 0us m2 20Mbit, period 0 level 1', () => {
      const one = classesOf('d0').find(({ handle }) => handle === 0x10001)
      const sc = curve(0, 0, 10e6)
      expect(one.options).to.deep.equal({ rsc: sc, fsc: sc, usc: curve(0, 0, 20e6) })
      expect(one.stats2.app).to.deep.equal({ work: 0n, rtwork: 0n, period: 0, level: 1 })
      expect(one.xstats).to.deep.equal(one.stats2.app)
    })
    it('hfsc 1:2: rt m1 5Mbit d 10ms m2 2Mbit ls m1 1Mbit d 5ms m2 3Mbit ul m1 0bit d 0us m2 4Mbit', () => {
      const two = classesOf('d0').find(({ handle }) => handle === 0x10002)
      expect(two.options).to.deep.equal({ rsc: curve(5e6, 10000, 2e6), fsc: curve(1e6, 5000, 3e6), usc: curve(0, 0, 4e6) })
      expect([two.parent, two.stats2.app.level]).to.deep.equal([0x10001, 0])
    })
    it('drr 1:1: quantum 600b, deficit 0b', () => {
      const [one] = classesOf('d1')
      expect([one.options, one.stats2.app]).to.deep.equal([{ quantum: 600 }, { deficit: 0 }])
    })
    it('qfq 1:1: weight 10 maxpkt 1514', () => {
      const [one] = classesOf('d2')
      expect([one.options, one.stats2.app]).to.deep.equal([{ weight: 10, lmax: 1514 }, { weight: 10, lmax: 1514 }])
    })
    it('ets 1:1 to 1:4: strict, then quantum 5000, 2000, 3000', () => {
      expect(classesOf('d3').map(({ options }) => options.quantaBand)).to.deep.equal([undefined, 5000, 2000, 3000])
    })
    it('qdisc hfsc: default 2', () => {
      const decoded = dumpedText('tc/classes', 'tc -s -d qdisc show dev d0', 36).map(message => Qdisc.decode(payloadOf(message)))
      expect(decoded.flatMap(qdisc => qdisc.kind === 'hfsc' ? [qdisc.options] : [])).to.deep.equal([{ defcls: 2 }])
      expect(decoded.flatMap(qdisc => qdisc.kind === 'multiq' ? [qdisc.options] : [])).to.deep.equal([{ bands: 4, maxBands: 4 }])
    })
    it('of htb: rate, ceil, and what it lent', () => {
      const [top, leaf] = dumpedText('tc/qdisc-stats', 'tc -s -d class show dev d0', 40).map(message => Class.decode(payloadOf(message)))
      // class htb 1:1 root rate 10Mbit ceil 20Mbit burst 15Kb cburst 20Kb
      if (top?.kind !== 'htb' || leaf?.kind !== 'htb') throw new Error('no htb')
      const rates = [top, leaf].map(({ handle, options }) => [handle, options?.parms?.rate.rate, options?.ceil64 ?? options?.parms?.ceil.rate]).sort()
      expect(rates).to.deep.equal([[0x10001, 1250000, 2500000], [0x10020, 125000, 625000000]])
      expect(top.stats2?.app).to.include.keys('lends', 'borrows', 'tokens', 'ctokens')
    })
  })

  const header = '00000000 03000000 01000100 ffffffff 00000000'
  const tcmsg = { family: 'unspec', ifindex: 3, handle: 0x10001, parent: 0xffffffff, info: 0 }
  tables({
    codec: Class as never,
    degraded: [
      ['a kind whose classes have no options', `${header} 0b000100 6d71 7072 696f 0000 08000200 01020304`,
        { ...tcmsg, kind: 'mqprio', unknown: [{ type: 2, data: Uint8Array.of(1, 2, 3, 4) }] }],
    ],
    refused: [
      [{ kind: 'hfsc', options: { defcls: 1 } }, 'options.defcls: no such attribute; there are rsc, fsc, usc'],
      [{ kind: 'qfq', options: { weight: 1.5 } }, 'options.weight: 1.5 is not a whole number from 0 to 4294967295'],
    ],
    malformed: [['a quantum of two bytes', `${header} 08000100 64727200 0c000200 06000100 01000000`, 'options.quantum: 2 bytes, 4 wanted']],
  })
})
