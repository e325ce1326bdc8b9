// Whose end says what of others: netlink_rcv_skb in net/netlink/af_netlink.c.
import { expect } from 'chai'
import { Bytes } from '../../codec/core/bytes.js'
import { Round } from '../../src/socket/round.js'

const NETLINK_ROUTE = 0
const NETLINK_GENERIC = 16
const NLM_F_MULTI = 2
const PORT = 77
const BASE = 5

/** Three requests that are sent: RTM_DELLINK with a header alone. */
function round (protocol: number, once = false): Round {
  const requests = ['first', 'second', 'third'].map(call => ({ call, bytes: Uint8Array.of(16, 0, 0, 0, 17, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0) }))
  return new Round({ requests, first: 0, count: 3, base: BASE, port: PORT, protocol, data: false, lists: false, once, onMessage: () => {} })
}
/** NLMSG_ERROR of a request, by its place. */
function end (of: Round, index: number, errno: number): void {
  const b = new Bytes(new ArrayBuffer(36))
  b.u32.set([36, 2, BASE + index, PORT, -errno, 16, 17, BASE + index, PORT])
  expect(of.take(b, 0, 36)).to.equal(true)
}
/** RTM_NEWLINK for a request. */
function answer (of: Round, index: number, flags: number): void {
  const b = new Bytes(new ArrayBuffer(32))
  b.u32.set([32, flags << 16 | 16, BASE + index, PORT])
  expect(of.take(b, 0, 32)).to.equal(true)
}
const codes = ({ errors }: Round): unknown[] => errors.map(([index, { code }]) => [index, code])

describe('a round of requests', () => {
  it('is over with its last, of NETLINK_ROUTE', () => {
    const sent = round(NETLINK_ROUTE)
    end(sent, 1, 17)
    expect(sent.left).to.equal(2)
    end(sent, 2, 0)
    expect([sent.left, codes(sent)]).to.deep.equal([0, [[1, 'EEXIST']]])
  })

  it('is over with its last also where that is refused', () => {
    const sent = round(NETLINK_ROUTE)
    end(sent, 2, 19)
    expect([sent.left, codes(sent)]).to.deep.equal([0, [[2, 'ENODEV']]])
  })

  it('knows nothing of those without an answer where some may be lost', () => {
    const sent = round(NETLINK_ROUTE)
    sent.overrun = true
    end(sent, 2, 0)
    expect(sent.left).to.equal(2)
    sent.lose(105)
    expect([sent.left, codes(sent)]).to.deep.equal([0, [[0, 'ENOBUFS'], [1, 'ENOBUFS']]])
  })

  it('is over with the answer to its last, where that is one message', () => {
    const sent = round(NETLINK_ROUTE, true)
    answer(sent, 0, 0)
    answer(sent, 2, NLM_F_MULTI)
    expect(sent.left).to.equal(3)
    answer(sent, 2, 0)
    expect([sent.left, codes(sent)]).to.deep.equal([0, []])
  })

  it('waits for each, of other protocols', () => {
    const sent = round(NETLINK_GENERIC)
    end(sent, 2, 0)
    expect(sent.left).to.equal(2)
    end(sent, 0, 0)
    end(sent, 1, 1)
    expect([sent.left, codes(sent)]).to.deep.equal([0, [[1, 'EPERM']]])
  })
})
