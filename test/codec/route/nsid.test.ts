// struct rtgenmsg and NETNSA_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `ip -j -d netns list-id` printed.
import { expect } from 'chai'
import { Nsid } from '../../../codec/route/nsid.js'
import { fixture } from '../../fixtures.js'
import { payloadOf, tables } from '../tables.js'

describe('Nsid', () => {
  tables({
    codec: Nsid,
    captured: [
      ['a request to give a namespace an id', ['route/nsid/nsid', { type: 88, direction: 'out', command: 'set red 7' }], { family: 'unspec', nsid: 7 }],
      ['a request to let the kernel choose', ['route/nsid/nsid', { type: 88, direction: 'out', command: 'set blue auto' }], { family: 'unspec', nsid: -1 }],
      ['a request through the eyes of another', ['route/nsid/nsid', { type: 90, direction: 'out', command: 'target-nsid 7', nth: -1 }], { family: 'unspec', targetNsid: 7 }],
      ['an id', ['route/nsid/nsid', { type: 88, direction: 'in', command: 'list-id' }], { family: 'unspec', nsid: 0 }],
    ],
    show: ({ fd: _, ...rest }) => rest, // the number of a descriptor is the recorder's
    degraded: [
      ['an attribute of tomorrow', '00000000 0800090001000000', { family: 'unspec', unknown: [{ type: 9, data: Uint8Array.of(1, 0, 0, 0) }] }],
      ['none assigned', '00000000 08000100ffffffff', { family: 'unspec', nsid: -1 }],
      ['a header alone', '00000000', { family: 'unspec' }],
    ],
    refused: [
      [{ nsid: 2 ** 31 }, 'nsid: 2147483648 is not a whole number from -2147483648 to 2147483647'],
      [{ fd: 'red' }, 'fd: "red" is not a whole number from -2147483648 to 2147483647'],
      [{ id: 1 }, 'id: no such attribute; there are family, nsid, pid, fd, targetNsid, currentNsid'],
    ],
    malformed: [['a number cut short', '00000000 0600010001000000', 'nsid: 2 bytes, 4 wanted']],
  })

  it('decodes the header of one byte, as a kernel may send it', () => {
    expect(Nsid.decode(Uint8Array.of(2))).to.deep.equal({ family: 'inet' })
  })

  it('equals what `ip -j -d netns list-id` printed', () => {
    const { step, all } = fixture('route/nsid/nsid')
    const { command, output } = step('list-id')
    const answers = all({ command, type: 88, direction: 'in' }).map(message => Nsid.decode(payloadOf(message)).nsid)
    expect(answers).to.include.members((output as Array<{ nsid: number }>).map(({ nsid }) => nsid))
  })
})
