// rt.action against the kernel. The witness is tc of iproute2.
import { expect } from 'chai'
import type { NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

describe('action', () => {
  let machine: Machine
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => machine[Symbol.dispose]())
  const shown = async (kind: string): Promise<Array<Record<string, unknown>>> => {
    const { stdout } = await machine.namespace.execFile('tc', ['-j', 'actions', 'list', 'action', kind])
    return (JSON.parse(stdout) as Array<{ actions?: Array<Record<string, unknown>> }>).flatMap(({ actions = [] }) => actions)
  }
  /** mirred, the one kind that every kernel with actions has. */
  const parms = (index: number, eaction: 'egressRedir' | 'egressMirror') => ({ parms: { index, eaction, ifindex: 'lo', action: eaction === 'egressRedir' ? 'stolen' : 'pipe' } }) as const

  itNeeds(['root of the machine', 'iproute2'], 'add gives back what was made, as tc shows it', async () => {
    expect(await machine.rt.action.add({ kind: 'mirred', options: parms(5, 'egressRedir'), cookie: Uint8Array.of(1, 2) })).to.deep.include({ kind: 'mirred', cookie: Uint8Array.of(1, 2) })
    const own = await machine.rt.action.add({ kind: 'mirred', options: { parms: { eaction: 'egressMirror', ifindex: 'lo', action: 'pipe' } } })
    expect(await shown('mirred')).to.have.length(2)
    expect((await shown('mirred')).find(({ index }) => index === 5)).to.deep.include({ kind: 'mirred', mirred_action: 'redirect', to_dev: 'lo' })
    expect((own as { options?: { parms?: { index: number } } }).options?.parms?.index).to.be.above(0).and.not.equal(5)
  })

  itNeeds(['root of the machine', 'iproute2'], 'replace changes one; list, get, delete and flush go by kind and index', async () => {
    for (const index of [1, 2, 3]) await machine.rt.action.add({ kind: 'mirred', options: parms(index, 'egressRedir') })
    expect((await refusal<NetlinkError>(machine.rt.action.add({ kind: 'mirred', options: parms(1, 'egressMirror') }))).message).to.match(/^action\.add mirred: EEXIST: /)
    await machine.rt.action.replace({ kind: 'mirred', options: parms(1, 'egressMirror') })
    expect((await shown('mirred')).find(({ index }) => index === 1)).to.deep.include({ mirred_action: 'mirror' })
    expect(await machine.rt.action.list({ kind: 'mirred' })).to.have.length(3)
    expect(await machine.rt.action.get({ kind: 'mirred', index: 2 })).to.have.nested.property('options.parms.eaction', 'egressRedir')
    await machine.rt.action.delete({ kind: 'mirred', index: 2 })
    expect((await refusal<NetlinkError>(machine.rt.action.get({ kind: 'mirred', index: 2 }))).code).to.equal('ENOENT')
    expect(await machine.rt.action.flush({ kind: 'mirred' })).to.equal(2)
    expect(await machine.rt.action.flush({ kind: 'mirred' })).to.equal(0)
    expect(await shown('mirred')).to.deep.equal([])
  })

  itNeeds(['root of the machine', 'iproute2'], 'list has more than one answer has room for', async () => {
    await machine.rt.batch(b => { for (let index = 1; index <= 300; index++) b.action.add({ kind: 'mirred', options: parms(index, 'egressMirror') }) })
    expect((await machine.rt.action.list({ kind: 'mirred' })).length).to.equal(300)
  })

  it('refuses what does not fit, before anything is sent', async () => {
    expect((await refusal(machine.rt.action.add({ kind: 'mirred', options: { parms: { action: 'drop' } } } as never))).message).to.match(/^action\.add mirred: options\.parms\.action: "drop" is none of /)
    expect((await refusal(machine.rt.action.list({} as never))).message).to.equal('action.list: kind: it is missing: the kernel lists one kind')
  })
})
