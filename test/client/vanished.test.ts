// What changes between a look-up and its use; answers that were not asked for; names that could mean two things.
import { expect } from 'chai'
import { RtnetlinkSync } from '../../src/index.js'
import { libc } from '../../src/libc/open.js'
import { Machine, refusal } from './machine.js'

const RTM_NEWLINK = 16
const RTM_NEWADDR = 20
const NLMSG_ERROR = 2

describe('client', () => {
  let machine: Machine
  /** Another program, as it were. */
  let other: RtnetlinkSync
  beforeEach(async () => {
    machine = await Machine.make()
    other = RtnetlinkSync.open({ namespace: machine.namespace })
  })
  afterEach(() => {
    other.close()
    machine[Symbol.dispose]()
  })

  /** Does something right before the second message goes out: after a name was looked up. */
  const between = (step: () => void): void => {
    let sends = 0
    machine.faults.replace('send', (...values) => {
      if (++sends === 2) step()
      return libc().send(...values)
    })
  }

  for (const family of ['10.1.1.1/24', 'fd00::1/64']) {
    it(`looks a name up again where the link is another by then (${family})`, async () => {
      machine.sync.link.add({ ifname: 'v0', kind: 'bridge' })
      const { index } = machine.sync.link.get('v0')
      between(() => {
        machine.faults.clear()
        other.link.delete('v0')
        other.link.add({ ifname: 'v0', kind: 'bridge' })
      })
      const made = await machine.rt.address.add({ index: 'v0', local: family })
      expect(made.index).to.equal((await machine.rt.link.get('v0')).index).and.to.not.equal(index)
    })
  }

  it('looks a name in the midst of a request up again', async () => {
    for (const ifname of ['v0', 'br0']) machine.sync.link.add({ ifname, kind: 'bridge' })
    machine.sync.link.change('v0', { flags: { up: true } })
    between(() => {
      machine.faults.clear()
      other.link.delete('v0')
      other.link.add({ ifname: 'v0', kind: 'bridge', flags: { up: true } })
    })
    const route = await machine.rt.route.add({ dst: '10.9.0.0/16', oif: 'v0' })
    expect(route.oif).to.equal((await machine.rt.link.get('v0')).index)
  })

  it('names the link that is gone between its look-up and its use', async () => {
    machine.sync.link.add({ ifname: 'v0', kind: 'bridge' })
    between(() => {
      machine.faults.clear()
      other.link.delete('v0')
    })
    const error = await refusal<NodeJS.ErrnoException>(machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' }))
    expect(error.message).to.equal('address.add 10.1.1.1/24: ENODEV: no link is called "v0", at index')
    expect(error.code).to.equal('ENODEV')
  })

  /** Has messages of one type come as another. */
  const disguise = (from: number, to: number): void => {
    machine.faults.replace('recvmmsg', (fd, memory, offset, places, flags) => {
      const got = libc().recvmmsg(fd, memory, offset, places, flags)
      for (let i = 0; i < got; i++) {
        const inside = (at: number): number => Number(memory.view.getBigUint64(at, true) - BigInt(memory.address))
        const data = inside(inside(offset + i * 64 + 16))
        if (memory.view.getUint16(data + 4, true) !== from) continue
        memory.view.setUint16(data + 4, to, true)
        if (to === NLMSG_ERROR) memory.view.setInt32(data + 16, 0, true)
      }
      return got
    })
  }

  for (const form of ['rt', 'sync'] as const) {
    it(`refuses an answer that is not the one asked for (${form})`, async () => {
      disguise(RTM_NEWLINK, RTM_NEWADDR)
      const text = 'the answer is a message of type 20 (RTM_NEWADDR), to a request of type 18 (RTM_GETLINK)'
      expect((await refusal(() => machine[form].link.get('lo'))).message).to.equal(`link.get lo: EPROTO: ${text}`)
      expect((await refusal(() => machine[form].link.list())).message).to.equal(`link.list: EPROTO: ${text}`)
      machine.faults.clear()
      expect(await machine[form].link.list()).to.have.lengthOf(1)
    })

    it(`says that there was no answer where the kernel gave none (${form})`, async () => {
      disguise(RTM_NEWLINK, NLMSG_ERROR)
      expect((await refusal(() => machine[form].link.get('lo'))).message).to.equal('link.get lo: EPROTO: the kernel said that it was done, and gave no answer')
    })
  }

  it('has no name that means two links', async () => {
    machine.sync.link.add({ ifname: 'br0', kind: 'bridge' })
    machine.sync.link.add({ ifname: '7', kind: 'bridge' })
    await machine.run('link property add dev br0 altname second')
    // The kernel has names and alternative names in one set.
    expect(await refusal<NodeJS.ErrnoException>(machine.rt.link.add({ ifname: 'second', kind: 'bridge' }))).to.have.property('code', 'EEXIST')
    // A text is a name, also of digits; a number is an index.
    expect((await machine.rt.link.get('7')).index).to.not.equal(7)
    expect((await machine.rt.link.get('second')).ifname).to.equal('br0')
    expect(await refusal<NodeJS.ErrnoException>(machine.rt.link.get(7))).to.have.property('code', 'ENODEV')
  })
})
