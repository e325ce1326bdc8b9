// A struct with attributes behind it, as a payload: netem's options, the entries of a bridge's multicast database.
import { expect } from 'chai'
import { attributes, message, struct } from '../../../codec/core/attributes.js'
import { many } from '../../../codec/core/lists.js'
import { be16, bytes, fixed, ip, pad, s32, u16, u32, u8 } from '../../../codec/core/types.js'
import { addressFamily } from '../../../codec/route/family.js'
import { fixture } from '../../fixtures.js'
import { hex, payloadOf } from '../tables.js'
import { Qdisc } from './tc.js'
import { expectUnchanged } from './unchanged.js'

const share = (of: number): number => Math.round(of / 2 ** 32 * 1000) / 1000

describe('a struct, then attributes', () => {
  // tc -j -d qdisc show, of Linux 6.1: the second qdisc of the dump, the first is the noqueue of nlmon
  const qdisc = (): Uint8Array => payloadOf(fixture('tc/netem').find({ type: 36, direction: 'in', nth: 1 }))

  it('netem: decodes both', () => {
    const { options } = fixture('tc/netem').step('qdisc show').output[0]
    const { kind, options: decoded } = Qdisc.decode(qdisc())
    if (kind !== 'netem' || decoded === undefined) throw new Error('no netem')
    expect({
      limit: decoded.limit, gap: decoded.gap, ecn: decoded.ecn === 1,
      delay: { delay: Number(decoded.latency64) / 1e9, jitter: Number(decoded.jitter64) / 1e9, correlation: share(decoded.corr!.delayCorr) },
      'loss-random': { loss: share(decoded.loss), correlation: share(decoded.corr!.lossCorr) },
      duplicate: { duplicate: share(decoded.duplicate), correlation: share(decoded.corr!.dupCorr) },
      reorder: { reorder: share(decoded.reorder!.probability), correlation: share(decoded.reorder!.correlation) },
      corrupt: { corrupt: share(decoded.corrupt!.probability), correlation: share(decoded.corrupt!.correlation) },
      rate: { rate: decoded.rate!.rate, packetoverhead: decoded.rate!.packetOverhead, cellsize: decoded.rate!.cellSize, celloverhead: decoded.rate!.cellOverhead },
    }).to.deep.equal(options)
  })
  it('netem: encodes both', () => { expectUnchanged(Qdisc, qdisc(), { header: 20, nests: { 2: { header: 24 } } }) })
  it('netem: names what is wrong behind the struct', () => {
    expect(() => Qdisc.encode({ kind: 'netem', options: { limit: 1, rate: { rate: -1 } } })).to.throw('options.rate.rate: -1 is not a whole number from 0 to 4294967295')
    const cut = hex('00000000 03000000 00000100 ffffffff 02000000 0a0001006e6574656d000000 240002005a620200f40100003d0ad7030100000052b81e05127a0000 0a00070001000000')
    expect(() => Qdisc.decode(cut)).to.throw('options: an attribute of 10 bytes where 8 are left')
  })

  describe('entries of a bridge\'s multicast database', () => {
    /** struct br_mdb_entry: 28 bytes, an address in a union of 16, its protocol in network byte order. */
    class Entry extends struct('br_mdb_entry', {
      ifindex: u32, state: u8, flags: u8, vid: u16,
      addr: struct('anonymous', { u: fixed(16, bytes), proto: be16, end: pad(2) }),
    }) {}
    class Info extends message(Entry, 'MDBA_MDB_EATTR_', () => ({ timer: [1, u32], source: [4, ip], rtprot: [5, u8], groupMode: [3, u8] })) {}
    class EntryList extends attributes('MDBA_MDB_ENTRY_', () => ({ info: [1, many(Info)] })) {}
    class Mdb extends attributes('MDBA_MDB_', () => ({ entry: [1, many(EntryList)] })) {}
    class BrPortMsg extends struct('br_port_msg', { family: addressFamily, ifindex: s32 }) {}
    class MdbMessage extends message(BrPortMsg, 'MDBA_', () => ({ mdb: [1, Mdb] })) {}
    // Linux 6.1 answers to RTM_GETMDB with messages of the same type
    const dump = (): Uint8Array => payloadOf(fixture('bridge/mdb').find({ type: 86, direction: 'in', command: 'mdb show' }))
    const group = ({ u, proto }: { u: Uint8Array, proto: number }): string => proto === 0x0800
      ? [...u.subarray(0, 4)].join('.')
      : u.reduce((text, octet, i) => text + (i > 0 && i % 2 === 0 ? ':' : '') + octet.toString(16).padStart(2, '0'), '')

    it('decodes all that bridge -j mdb show printed', () => {
      const { mdb } = fixture('bridge/mdb').step('mdb show').output[0] as { mdb: Array<Record<string, unknown>> }
      const entries = MdbMessage.decode(dump()).mdb!.entry!.flatMap(({ info }) => info!)
      expect(entries.map(({ ifindex, state, vid, addr, source, rtprot }) => ({
        port: { 3: 'br0', 4: 'p0' }[ifindex], state: state === 1 ? 'permanent' : 'temp', vid, grp: group(addr).replace('ff0e:0000:0000:0000:0000:0000:0000:0001', 'ff0e::1'),
        src: source, protocol: rtprot === 4 ? 'static' : undefined,
      }))).to.deep.equal(mdb.map(({ port, state, vid, grp, src, protocol }) => ({ port, state, vid, grp, src, protocol })))
    })
    it('encodes them', () => {
      expectUnchanged(MdbMessage, dump(), { header: 8, nests: { 1: { nests: { 1: { nests: { 1: { header: 28 } } } } } } })
    })
    it('decodes the request of bridge, a struct without attributes', () => {
      const SetEntry = message(BrPortMsg, 'MDBA_SET_ENTRY_', () => ({ entry: [1, Entry, 'MDBA_SET_ENTRY'] }))
      const request = SetEntry.decode(payloadOf(fixture('bridge/mdb').find({ type: 84, direction: 'out' }))) as InstanceType<typeof SetEntry>
      expect(request.entry).to.deep.include({ ifindex: 4, state: 1, vid: 1 })
    })
  })
})
