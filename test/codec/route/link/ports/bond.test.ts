// Ports of bonds: IFLA_INFO_SLAVE_DATA as Linux 6.1 sent it (fixtures/route/link/bond); the values are what `ip -j -d link show` printed.
import type { Input } from '../../../../../codec/core/infer.js'
import { BondPort } from '../../../../../codec/route/link/ports/bond.js'
import { hex, runTables } from '../table.js'

describe('codec/route/link/ports/bond', () => {
  runTables<Input<BondPort>>({ decode: bytes => BondPort.decode(bytes), encode: value => BondPort.encode(value) }, {
    captured: [
      ['the active port', '05000100 00000000 05000200 00000000 08000300 00000000 0a000400 0200000000020000 06000500 00000000 08000900 00000000', {
        state: 'active', miiStatus: 'up', linkFailureCount: 0, permHwaddr: '02:00:00:00:00:02', queueId: 0, prio: 0,
      }],
      ['a state that nobody named, a priority below zero, a newer attribute', '05000100 07000000 08000900 f6ffffff 05002000 01000000', {
        state: 7, prio: -10, unknown: [{ type: 0x20, data: hex('01') }],
      }],
    ],
    refused: [['a state that is none', { state: 'idle' }, 'state: "idle" is none of active, backup']],
    malformed: [['a priority of two bytes', '06000900 f6ff0000', 'prio: 2 bytes, 4 wanted']],
  })
})
