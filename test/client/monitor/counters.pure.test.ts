// What counts by itself is no change: nobody wants to be told of each packet.
import { expect } from 'chai'
import { Qdisc } from '../../../codec/route/tc/tc.js'
import { lineOf } from '../../../src/client/monitor/monitored.js'
import { Table } from '../../../src/client/monitor/table.js'

const htb = (options: { readonly directPkts: number, readonly defcls?: number }): Qdisc =>
  Qdisc.decode(Qdisc.encode({ ifindex: 3, handle: 0x10000, parent: 0xffffffff, kind: 'htb', options: { init: { version: 3, ...options } } }))

describe('a monitor of qdiscs', () => {
  it('tells nothing of the packets that HTB counts among its options, and tells of the options', () => {
    const table = new Table(lineOf('qdisc'))
    table.put(htb({ directPkts: 0 }), 0)
    expect(table.put(htb({ directPkts: 5 }), 0).what).to.equal(undefined)
    expect(table.put(htb({ directPkts: 6, defcls: 7 }), 0).what).to.have.all.keys('options')
  })
})
