// MACVLANs: IFLA_INFO_DATA as Linux 6.1 sent it (fixtures/route/link/macvlan); the values are what `ip -j -d link show` printed.
import { expect } from 'chai'
import type { Input } from '../../../../../codec/core/infer.js'
import { Link } from '../../../../../codec/route/link/link.js'
import { kinds } from '../../../../../codec/route/link/kinds/index.js'
import { Macvlan } from '../../../../../codec/route/link/kinds/macvlan.js'
import { runTables } from '../table.js'

describe('codec/route/link/kinds/macvlan', () => {
  runTables<Input<Macvlan>>({ decode: bytes => Macvlan.decode(bytes), encode: value => Macvlan.encode(value) }, {
    shape: { nests: { 5: {} } },
    captured: [
      ['mode bridge', '0800 0100 04000000 0600 0200 00000000 0800 0600 00000000 0800 0700 e8030000 0800 0800 e8030000', {
        mode: 'bridge', flags: [], macaddrCount: 0, bcQueueLen: 1000, bcQueueLenUsed: 1000,
      }],
      ['mode source with three addresses', '0800 0100 10000000 0600 0200 00000000 0800 0600 03000000 ' +
        '2800 0500 0a000400 020000000103 0000 0a000400 020000000102 0000 0a000400 020000000101 0000 0800 0700 e8030000 0800 0800 e8030000', {
        mode: 'source',
        flags: [],
        macaddrCount: 3,
        macaddrData: ['02:00:00:00:01:03', '02:00:00:00:01:02', '02:00:00:00:01:01'],
        bcQueueLen: 1000,
        bcQueueLenUsed: 1000,
      }],
      ['a mode and a bit that nobody named', '0800 0100 20000000 0600 0200 05000000', { mode: 32, flags: ['nopromisc', 4] }],
      ['a bound that is below zero', '0800 0900 ffffffff', { bcCutoff: -1 }],
    ],
    refused: [
      ['a mode that is none', { mode: 'vep' }, 'mode: "vep" is none of private, vepa, bridge, passthru, source'],
      ['an address that is none', { macaddrData: ['02:00:00:00:01:01', '02-00'] }, 'macaddrData[1]: "02-00" is no hardware address'],
    ],
    malformed: [['a mode of two bytes', '0600 0100 04000000', 'mode: 2 bytes, 4 wanted']],
  })
  it('is what macvtap has, too', () => {
    expect(kinds.macvtap).to.equal(Macvlan)
    expect(Link.decode(Link.encode({ linkinfo: { kind: 'macvtap', data: { mode: 'vepa' } } })).linkinfo).to.deep.equal({ kind: 'macvtap', data: { mode: 'vepa' } })
  })
})
