// Qdiscs, as `tc -j -s -d qdisc show` of iproute2 6.1 printed what Linux 6.1 had said: fixtures/tc/qdiscs, made by fixtures/tc/qdiscs.sh.
import { expect } from 'chai'
import { Qdisc } from '../../../../codec/route/tc/tc.js'
import { dumped, payloadOf, tables } from '../../tables.js'
import { fixture } from '../../../fixtures.js'

/* eslint-disable @typescript-eslint/no-explicit-any -- of each kind, another */
const rounded = (share: number): number => Number(share.toPrecision(6))
const share32 = (of: number): number => rounded(of / 2 ** 32)
const has = (flags: readonly unknown[], name: string): boolean => flags.includes(name)
const redFlags = (flags: readonly unknown[]): object =>
  ({ ecn: has(flags, 'ecn'), harddrop: has(flags, 'harddrop'), adaptive: has(flags, 'adaptative'), nodrop: has(flags, 'nodrop') })
const red = ({ parms, maxP, flags }: any): object => ({
  limit: parms.limit, min: parms.qthMin, max: parms.qthMax, ewma: parms.wlog, Scell_log: parms.scellLog, probability: share32(maxP),
  ...redFlags([...parms.flags, ...flags?.value ?? []]),
})
const queues = ({ numTc, count, offset }: any): number[][] => Array.from({ length: numTc }, (_, i) => [offset[i], offset[i] + count[i] - 1])
const limit = ({ limit }: any): object => ({ limit })

/** What tc prints of a kind's options. */
const asTc: Readonly<Record<string, (options: any) => object>> = {
  bfifo: limit,
  pfifo: limit,
  pfifo_head_drop: limit,
  skbprio: limit,
  ets: ({ nbands, nstrict, quanta, priomap }) => ({ bands: nbands, strict: nstrict, quanta, priomap }),
  prio: ({ bands, priomap }) => ({ bands, priomap, multiqueue: false }),
  sfq: ({ v0, depth, headdrop, qthMin, qthMax, wlog, flags, maxP, stats }) => ({
    limit: v0.limit, quantum: v0.quantum, depth, headdrop: headdrop === 1, flows: v0.flows, divisor: v0.divisor, perturb: v0.perturbPeriod, ewma: wlog,
    min: qthMin, max: qthMax, probability: share32(maxP), ...redFlags(flags), prob_mark: stats.probMark, prob_mark_head: stats.probMarkHead,
    prob_drop: stats.probDrop, forced_mark: stats.forcedMark, forced_mark_head: stats.forcedMarkHead, forced_drop: stats.forcedDrop,
  }),
  red,
  choke: red,
  codel: ({ limit, target, ceThreshold, interval, ecn }) => ({ limit, target, ce_threshold: ceThreshold, interval, ecn: ecn === 1 }),
  fq: ({ plimit, flowPlimit, bucketsLog, orphanMask, quantum, initialQuantum, flowMaxRate, lowRateThreshold, flowRefillDelay, ceThreshold, timerSlack, horizon }) => ({
    limit: plimit, flow_limit: flowPlimit, buckets: 2 ** bucketsLog, orphan_mask: orphanMask, quantum, initial_quantum: initialQuantum, maxrate: flowMaxRate,
    low_rate_threshold: lowRateThreshold, refill_delay: flowRefillDelay, ce_threshold: ceThreshold, timer_slack: timerSlack, horizon, horizon_drop: null,
  }),
  pie: ({ limit, target, tupdate, alpha, beta, ecn, bytemode, dqRateEstimator }) =>
    ({ limit, target, tupdate, alpha, beta, ecn: ecn === 1, bytemode: bytemode === 1, dq_rate_estimator: dqRateEstimator === 1 }),
  fq_pie: ({ limit, flows, target, tupdate, alpha, beta, quantum, memoryLimit, ecnProb, ecn, bytemode }) =>
    ({ limit, flows, target, tupdate, alpha, beta, quantum, memory_limit: memoryLimit, ecn_prob: ecnProb, ecn: ecn === 1, bytemode: bytemode === 1 }),
  fq_codel: ({ limit, flows, quantum, target, interval, memoryLimit, ecn, dropBatchSize }) =>
    ({ limit, flows, quantum, target, interval, memory_limit: memoryLimit, ecn: ecn === 1, drop_batch: dropBatchSize }),
  mqprio: options => ({ tc: options.numTc, map: options.prioTcMap, queues: queues(options) }),
  taprio: ({ priomap, schedClockid, schedBaseTime, schedCycleTime, schedCycleTimeExtension, schedEntryList }) => ({
    tc: priomap.numTc, map: priomap.prioTcMap, queues: Array.from({ length: priomap.numTc }, (_, i) => ({ offset: priomap.offset[i], count: priomap.count[i] })),
    clockid: schedClockid === 11 ? 'TAI' : schedClockid, base_time: Number(schedBaseTime), cycle_time: Number(schedCycleTime),
    cycle_time_extension: Number(schedCycleTimeExtension),
    schedule: schedEntryList.map(({ index, cmd, gateMask, interval }: any) => ({ index, cmd: cmd === 'setGates' ? 'S' : cmd, gatemask: `0x${gateMask.toString(16)}`, interval })),
  }),
  hhf: ({ backlogLimit, quantum, hhFlowsLimit, resetTimeout, admitBytes, evictTimeout, nonHhWeight }) => ({
    limit: backlogLimit, quantum, hh_limit: hhFlowsLimit, reset_timeout: resetTimeout, admit_bytes: admitBytes, evict_timeout: evictTimeout, non_hh_weight: nonHhWeight }),
  cake: ({ baseRate64, diffservMode, flowMode, nat, wash, ingress, ackFilter, splitGso, rtt, raw, atm, overhead, mpu, memory, fwmark }) => ({
    bandwidth: Number(baseRate64), diffserv: diffservMode, flowmode: flowMode === 'dualSrc' ? 'dual-srchost' : flowMode, nat: nat === 1, wash: wash === 1,
    ingress: ingress === 1, 'ack-filter': ackFilter === 'filter' ? 'enabled' : ackFilter, split_gso: splitGso === 1, rtt, raw: raw !== undefined, atm, overhead, mpu,
    memlimit: memory, fwmark: `0x${fwmark.toString(16)}`,
  }),
  // tc takes both as they are, and prints them times 1000
  sfb: ({ parms }) => ({
    rehash: parms.rehashInterval * 1000, db: parms.warmupTime * 1000, limit: parms.limit, max: parms.max, target: parms.binSize, increment: rounded(parms.increment / 65535),
    decrement: rounded(parms.decrement / 65535), penalty_rate: parms.penaltyRate, penalty_burst: parms.penaltyBurst,
  }),
  etf: ({ parms: { clockid, delta, flags } }) => ({
    clockid: clockid === 11 ? 'TAI' : clockid, delta, offload: has(flags, 'offloadOn') ? 'on' : 'off', deadline_mode: has(flags, 'deadlineModeOn') ? 'on' : 'off',
    skip_sock_check: has(flags, 'skipSockCheck') ? 'on' : 'off',
  }),
  cbs: ({ parms: { hicredit, locredit, sendslope, idleslope, offload } }) => ({ hicredit, locredit, sendslope, idleslope, offload }),
  gred: ({ parms, dps, maxP, limit, vqList }) => ({
    dp_cnt: dps.dps, dp_default: dps.defDp, grio: dps.grio === 1, limit, ...redFlags(dps.flags),
    vqs: parms.filter(({ dp }: any) => dp < 16).map((queue: any) => {
      const { flags, ...counts } = vqList.find(({ dp }: any) => dp === queue.dp)
      return {
        vq: queue.dp, prio: queue.prio, limit: queue.limit, min: queue.qthMin, max: queue.qthMax, ...redFlags(flags), ewma: queue.wlog,
        probability: share32(maxP[queue.dp]), Scell_log: queue.scellLog, qave: queue.qave, backlog: counts.statBacklog, forced_drop: counts.statForcedDrop,
        prob_drop: counts.statProbDrop, pdrop: counts.statPdrop, other: counts.statOther ?? 0, forced_mark: counts.statForcedMark, prob_mark: counts.statProbMark,
        packets: counts.statPackets, bytes: Number(counts.statBytes),
      }
    }),
  }),
  tbf: ({ parms, rate64 }) => ({ rate: Number(rate64 ?? parms.rate.rate), mpu: parms.rate.mpu, linklayer: parms.rate.linklayer }),
}
/** Counters of a kind, by what tc prints. */
const counts: Readonly<Record<string, (app: any) => object>> = {
  red: ({ marked, early, pdrop, other }) => ({ marked, early, pdrop, other }),
  choke: ({ marked, early, pdrop, other, matched }) => ({ marked, early, pdrop, other, matched }),
  codel: ({ count, lastcount, ldelay, maxpacket, ecnMark, dropOverlimit }) => ({ count, lastcount, ldelay, maxpacket, ecn_mark: ecnMark, drop_overlimit: dropOverlimit }),
  fq: ({ flows, inactiveFlows, throttledFlows, gcFlows, highprioPackets }) =>
    ({ flows, inactive: inactiveFlows, throttled: throttledFlows, gc: Number(gcFlows), highprio: Number(highprioPackets) }),
  pie: ({ delay, packetsIn, overlimit, dropped, maxq, ecnMark }) => ({ delay, pkts_in: packetsIn, overlimit, dropped, maxq, ecn_mark: ecnMark }),
  fq_pie: ({ packetsIn, overlimit, overmemory, dropped, newFlowCount, memoryUsage }) =>
    ({ pkts_in: packetsIn, overlimit, overmemory, dropped, new_flow_count: newFlowCount, memory_used: memoryUsage }),
  fq_codel: ({ stats }) => ({ maxpacket: stats.maxpacket, drop_overlimit: stats.dropOverlimit, new_flow_count: stats.newFlowCount, new_flows_len: stats.newFlowsLen }),
  hhf: ({ dropOverlimit, hhOverlimit, hhTotCount, hhCurCount }) => ({ drop_overlimit: dropOverlimit, hh_overlimit: hhOverlimit, tot_hh: hhTotCount, cur_hh: hhCurCount }),
  sfb: ({ earlydrop, penaltydrop, maxqlen }) => ({ earlydrop, penaltydrop, maxqlen }),
  cake: ({ memoryLimit, capacityEstimate64, minNetlen, maxNetlen, minAdjlen, avgNetoff, tinStats }) => ({
    memory_limit: memoryLimit, capacity_estimate: Number(capacityEstimate64), min_network_size: minNetlen, max_network_size: maxNetlen, min_adj_size: minAdjlen,
    avg_hdr_offset: avgNetoff,
    tins: tinStats.map((tin: any) => ({
      threshold_rate: Number(tin.thresholdRate64), sent_bytes: Number(tin.sentBytes64), backlog_bytes: tin.backlogBytes, target_us: tin.targetUs,
      interval_us: tin.intervalUs, peak_delay_us: tin.peakDelayUs, avg_delay_us: tin.avgDelayUs, base_delay_us: tin.baseDelayUs, sent_packets: tin.sentPackets,
      way_indirect_hits: tin.wayIndirectHits, way_misses: tin.wayMisses, way_collisions: tin.wayCollisions, drops: tin.droppedPackets, ecn_mark: tin.ecnMarkedPackets,
      ack_drops: tin.acksDroppedPackets, sparse_flows: tin.sparseFlows, bulk_flows: tin.bulkFlows, unresponsive_flows: tin.unresponsiveFlows,
      max_pkt_len: tin.maxSkblen, flow_quantum: tin.flowQuantum,
    })),
  }),
}
const none = ['noqueue', 'plug', 'clsact', 'ingress']

describe('qdisc', () => {
  describe('captured', () => {
    const { printed, messages } = dumped('tc/qdiscs', 'tc -j -s -d qdisc show', 36)
    const decoded = messages.map(message => Qdisc.decode(payloadOf(message)) as any)

    it('is dumped as tc prints it', () => {
      expect(decoded.map(({ kind, ingressBlock, egressBlock }) => ({ kind, ingressBlock, egressBlock })))
        .to.deep.equal(printed.map(({ kind, ingress_block: ingressBlock, egress_block: egressBlock }) => ({ kind, ingressBlock, egressBlock })))
      expect(new Set(decoded.map(({ kind }) => kind)).size).to.equal(27)
    })
    for (const [i, { kind, dev, parent = '', options }] of printed.entries()) {
      if (none.includes(kind)) continue
      it(`${kind} of ${dev} ${parent}: options`, () => {
        const ours = asTc[kind]!(decoded[i].options) as Record<string, unknown>
        // Of tbf, tc computes the rest with its own clock.
        expect(ours).to.deep.equal(kind === 'tbf' ? { rate: options.rate, mpu: options.mpu, linklayer: options.linklayer } : options)
      })
      const count = counts[kind]
      if (count !== undefined) {
        it(`${kind} of ${dev} ${parent}: counters`, () => {
          const { stats2, stats, xstats } = decoded[i]
          const theirs = printed[i]
          const ours = count(stats2.app) as Record<string, unknown>
          expect(ours).to.deep.equal(Object.fromEntries(Object.keys(ours).map(name => [name, theirs[name]])))
          expect({ bytes: Number(stats2.basic.bytes), packets: stats2.basic.packets, drops: stats2.queue.drops, qlen: stats2.queue.qlen })
            .to.deep.equal({ bytes: theirs.bytes, packets: theirs.packets, drops: theirs.drops, qlen: theirs.qlen })
          expect(stats.bytes).to.equal(stats2.basic.bytes)
          if (kind !== 'cake') expect(xstats).to.deep.equal(stats2.app)
        })
      }
    }
    it('has a size table', () => {
      const i = printed.findIndex(({ stab }) => stab !== undefined)
      const { linklayer, overhead, mpu, mtu, tsize } = decoded[i].stab.base
      expect({ linklayer, overhead, mpu, mtu, tsize }).to.deep.equal(printed[i].stab)
    })
    it('has what Linux 6.12 has more: bands of fq', () => {
      const { messages } = dumped('tc/newer', 'tc -j -s -d qdisc show dev d0', 36)
      const { options, stats2 } = messages.map(message => Qdisc.decode(payloadOf(message)) as any).find(({ kind }) => kind === 'fq')
      // The defaults of net/sched/sch_fq.c: three bands, their weights, and the priorities of pfifo_fast
      expect([options.weights, options.priomap]).to.deep.equal([[589824, 196608, 65536], { bands: 3, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] }])
      expect(stats2.app).to.include.keys('fastpathPackets', 'bandDrops', 'bandPktCount')
    })
    it('has plug in requests alone', () => {
      const requests = fixture('tc/qdiscs').packets.filter(({ direction }) => direction === 'out').flatMap(({ messages }) => messages)
        .filter(({ type }) => type === 36).map(message => Qdisc.decode(payloadOf(message)))
      expect(requests.flatMap(request => request.kind === 'plug' ? [request.options] : [])).to.deep.equal([
        { action: 'limit', limit: 10000 }, { action: 'releaseIndefinite', limit: 0 }])
    })
  })

  const header = '00000000 03000000 00000100 ffffffff 02000000'
  const tcmsg = { family: 'unspec', ifindex: 3, handle: 0x10000, parent: 0xffffffff, info: 2 }
  tables({
    codec: Qdisc as never,
    degraded: [
      ['an unknown attribute, its flag bits too', `${header} 0a000100 706669666f000000 0800fac0 01020304`,
        { ...tcmsg, kind: 'pfifo', unknown: [{ type: 0xc0fa, data: Uint8Array.of(1, 2, 3, 4) }] }],
      ['an unknown kind with the counters that all have', `${header} 090001006e65777300000000 1c000700 18000300 01000000 02000000 03000000 04000000 05000000 0c000200 08000100 05000000`,
        { ...tcmsg, kind: 'news', stats2: { queue: { qlen: 1, backlog: 2, drops: 3, requeues: 4, overlimits: 5 } },
          unknown: [{ type: 2, data: Uint8Array.of(8, 0, 1, 0, 5, 0, 0, 0) }] }],
      ['a size in a newer kernel\'s struct', `${header} 0a000100 706669666f000000 0c000200 07000000 01020304`,
        { ...tcmsg, kind: 'pfifo', options: { limit: 7, rest: Uint8Array.of(1, 2, 3, 4) } }],
      ['values that nobody named', `${header} 09000100 706c756700000000 0c000200 09000000 07000000`, { ...tcmsg, kind: 'plug', options: { action: 9, limit: 7 } }],
    ],
    refused: [
      [{ kind: 'htb', options: { limit: 1 } }, 'options.limit: no such attribute; there are parms, init, ctab, rtab, directQlen, rate64, ceil64, offload'],
      [{ kind: 'prio', options: { bands: 3, priomap: [1, 2] } }, 'options.priomap: [1,2] has 2 bytes, 16 wanted'],
      [{ kind: 'plug', options: { action: 'pull' } }, 'options.action: "pull" is none of buffer, releaseOne, releaseIndefinite, limit'],
      [{ kind: 'tbf', options: { parms: { rate: { overhead: 65536 } } } }, 'options.parms.rate.overhead: 65536 is not a whole number from 0 to 65535'],
      [{ kind: 'noqueue', options: {} }, 'options: nothing is declared for kind "noqueue": give its bytes in `unknown`'],
      [{ options: { limit: 1 } }, 'options: it goes by kind, which is missing'],
      [{ stats2: {} }, 'stats2: it goes by kind, which is missing'],
    ],
    malformed: [
      ['options of taprio with an entry too long', `${header} 0b000100 74617072696f0000 10000200 0c000200 0c000100 08000300 01000000`.replace('10000200', '14000200').replace('0c000200 0c000100', '10000200 0d000100'),
        'options.schedEntryList: an attribute of 13 bytes where 12 are left'],
    ],
  })
})
