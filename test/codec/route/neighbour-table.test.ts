// struct ndtmsg, NDTA_* and NDTPA_*. The bytes are made by hand, of linux/neighbour.h and of what neightbl_fill_info() puts: net/core/neighbour.c
import { NeighbourTable } from '../../../codec/route/neighbour-table.js'
import { tables } from '../tables.js'

const config = '24000500 0400 9801 09000000 3cee0100 8ca4f6ff 07ef5fef 0f000000 00000000 02000000'
const counters = (howMany: number): string => Array.from({ length: howMany }, (_, i) => `${String(i + 1).padStart(2, '0')}00000000000000`).join(' ')
const stats = {
  allocs: 1n, destroys: 2n, hashGrows: 3n, resFailed: 4n, lookups: 5n, hits: 6n, rcvProbesMcast: 7n, rcvProbesUcast: 8n, periodicGcRuns: 9n, forcedGcRuns: 16n,
}

describe('NeighbourTable', () => {
  tables({
    codec: NeighbourTable,
    degraded: [
      ['a table', `02000000 0e000100 6172705f636163686500 0000 08000200 80000000 08000300 00020000 08000400 00040000 ${config} 0c000800 3075000000000000`, {
        family: 'inet', name: 'arp_cache', thresh1: 128, thresh2: 512, thresh3: 1024, gcInterval: 30000n,
        config: {
          keyLen: 4, entrySize: 408, entries: 9, lastFlush: 126524, lastRand: 0xfff6a48c, hashRnd: 0xef5fef07, hashMask: 15, hashChainGc: 0, proxyQlen: 2,
        } }],
      ['what goes for a link', '0a000000 20000600 08000100 03000000 0c000300 7c90000000000000 08000900 01000000', {
        family: 'inet6', parms: { ifindex: 3, reachableTime: 36988n, appProbes: 1 } }],
      ['counters', `02000000 5c000700 ${counters(9)} 1000000000000000 1100000000000000`, { family: 'inet', stats: { ...stats, tableFulls: 17n } }],
      ['counters of Linux before 4.3, which are fewer', `02000000 54000700 ${counters(9)} 1000000000000000`, { family: 'inet', stats }],
      ['an attribute of tomorrow', '02000000 05003300 01000000', { family: 'inet', unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
    ],
    refused: [
      [{ family: 'inet', name: 1 }, 'name: 1 is no text'],
      [{ family: 'inet', parms: { queueLen: -1 } }, 'parms.queueLen: -1 is not a whole number from 0 to 4294967295'],
      [{ family: 'inet', parms: { baseReachableTime: 0.5 } }, 'parms.baseReachableTime: 0.5 is not a whole number from 0 to 18446744073709551615'],
    ],
    malformed: [
      ['a time cut short', '02000000 08000800 30750000', 'gcInterval: 4 bytes, 8 wanted'],
      ['a parameter that runs past its nest', '02000000 0c000600 0c000100 03000000', 'parms: an attribute of 12 bytes where 8 are left'],
    ],
  })
})
