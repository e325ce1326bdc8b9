// RTM_GETDCB, RTM_SETDCB: struct dcbmsg, then DCB_ATTR_*: data center bridging, of IEEE 802.1Qaz and of the older CEE. linux/dcbnl.h;
// net/dcb/dcbnl.c
import { attributes, message, struct } from '../core/attributes.js'
import { array, many, repeated } from '../core/lists.js'
import type { Enumeration, Repeated, Type } from '../core/infer.js'
import { byLength, enumeration, fixed, flag, flags, linkName, mac, pad, u16, u32, u64, u8 } from '../core/types.js'
import { addressFamily } from './family.js'

/** DCB_CMD_* */
const commands = {
  gstate: 1, sstate: 2, pgtxGcfg: 3, pgtxScfg: 4, pgrxGcfg: 5, pgrxScfg: 6, pfcGcfg: 7, pfcScfg: 8, setAll: 9, gpermHwaddr: 10, gcap: 11,
  gnumtcs: 12, snumtcs: 13, pfcGstate: 14, pfcSstate: 15, bcnGcfg: 16, bcnScfg: 17, gapp: 18, sapp: 19, ieeeSet: 20, ieeeGet: 21, gdcbx: 22, sdcbx: 23,
  gfeatcfg: 24, sfeatcfg: 25, ceeGet: 26, ieeeDel: 27,
} as const
export interface DcbCommand extends Enumeration<keyof typeof commands> {}
export const dcbCommand: DcbCommand = enumeration(u8, commands)

/** struct dcbmsg */
export class Dcbmsg extends struct('dcbmsg', {
  family: addressFamily,
  cmd: dcbCommand,
  dcbPad: pad(2),
}) {}

/** One value for each of eight traffic classes, priorities or buffers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever
const eight = <C extends Type<any>>(of: C): Repeated<C> => fixed(8 * of.size, array(of) as Type<unknown>) as unknown as Repeated<C>

// --- IEEE 802.1Qaz
/** IEEE_8021QAZ_TSA_*: how a traffic class is served. */
const tsa = enumeration(u8, { strict: 0, cbShaper: 1, ets: 2, vendor: 255 })
/** struct ieee_ets: bandwidths in percent, by traffic class; `prioTc`: the class of each priority. */
export class IeeeEts extends struct('ieee_ets', {
  willing: u8,
  etsCap: u8,
  cbs: u8,
  tcTxBw: eight(u8),
  tcRxBw: eight(u8),
  tcTsa: eight(tsa),
  prioTc: eight(u8),
  tcRecoBw: eight(u8),
  tcRecoTsa: eight(tsa),
  recoPrioTc: eight(u8),
}) {}
/** struct ieee_maxrate, in kbit/s by traffic class. */
export class IeeeMaxrate extends struct('ieee_maxrate', { tcMaxrate: eight(u64) }) {}
/** struct ieee_pfc. `pfcEn`: a bit for each priority; `delay` in bits. */
export class IeeePfc extends struct('ieee_pfc', {
  pfcCap: u8, pfcEn: u8, mbc: u8, delay: u16, pad: pad(2), requests: eight(u64), indications: eight(u64),
}) {}
/** struct ieee_qcn */
export class IeeeQcn extends struct('ieee_qcn', {
  rpgEnable: eight(u8),
  rpppMaxRps: eight(u32),
  rpgTimeReset: eight(u32),
  rpgByteReset: eight(u32),
  rpgThreshold: eight(u32),
  rpgMaxRate: eight(u32),
  rpgAiRate: eight(u32),
  rpgHaiRate: eight(u32),
  rpgGd: eight(u32),
  rpgMinDecFac: eight(u32),
  rpgMinRate: eight(u32),
  cnddStateMachine: eight(enumeration(u32, { reset: 0, edge: 1, interior: 2, interiorReady: 3 })),
}) {}
/** struct ieee_qcn_stats */
export class IeeeQcnStats extends struct('ieee_qcn_stats', { rpppRpCentiseconds: eight(u64), rpppCreatedRps: eight(u32) }) {}
/** struct dcbnl_buffer, sizes in bytes. */
export class DcbnlBuffer extends struct('dcbnl_buffer', { prio2buffer: eight(u8), bufferSize: eight(u32), totalSize: u32 }) {}

/** IEEE_8021QAZ_APP_SEL_*, DCB_APP_SEL_PCP: what `protocol` is. */
const selectors = { ethertype: 1, stream: 2, dgram: 3, any: 4, dscp: 5, pcp: 24 }
const selector = enumeration(u8, selectors)
/** struct dcb_app: the priority of what a protocol sends. Since Linux 6.1 that of DCB_APP_SEL_PCP has `dcbApp` for its attribute. */
export class DcbApp extends struct('dcb_app', { selector, priority: u8, protocol: u16 }) {}
export class IeeeAppTable extends attributes('DCB_ATTR_', () => ({
  ieeeApp: [1, many(DcbApp)],
  dcbApp: [2, many(DcbApp)],
})) {}

export class Ieee extends attributes('DCB_ATTR_IEEE_', () => ({
  ets: [1, IeeeEts],
  pfc: [2, IeeePfc],
  appTable: [3, IeeeAppTable],
  peerEts: [4, IeeeEts],
  peerPfc: [5, IeeePfc],
  peerApp: [6, IeeeAppTable],
  maxrate: [7, IeeeMaxrate],
  qcn: [8, IeeeQcn],
  qcnStats: [9, IeeeQcnStats],
  dcbBuffer: [10, DcbnlBuffer, 'DCB_ATTR_DCB_BUFFER'],
  /** The first counts most. Each in the attribute that an app of it is in. */
  dcbAppTrustTable: [11, repeated(value => value === 'pcp' || value === selectors.pcp ? 2 : 1, selector), 'DCB_ATTR_DCB_APP_TRUST_TABLE'],
  /** What is written into packets, by priority. */
  dcbRewrTable: [12, IeeeAppTable, 'DCB_ATTR_DCB_REWR_TABLE'],
})) {}

// --- CEE. In requests `all` asks for all of a set.
/** By priority: whether it is flow-controlled. */
export class PfcUp extends attributes('DCB_PFC_UP_ATTR_', () => ({
  0: [1, u8], 1: [2, u8], 2: [3, u8], 3: [4, u8], 4: [5, u8], 5: [6, u8], 6: [7, u8], 7: [8, u8], all: [9, flag],
})) {}
/** 255: not told. */
export class TrafficClass extends attributes('DCB_TC_ATTR_PARAM_', () => ({
  pgid: [1, u8],
  upMapping: [2, u8],
  strictPrio: [3, u8],
  /** Of its group's bandwidth. */
  bwPct: [4, u8],
  all: [5, flag],
})) {}
/** By traffic class, and the bandwidth of each group in percent. */
export class PriorityGroups extends attributes('DCB_PG_ATTR_', () => ({
  tc0: [1, TrafficClass, 'DCB_PG_ATTR_TC_0'], tc1: [2, TrafficClass, 'DCB_PG_ATTR_TC_1'], tc2: [3, TrafficClass, 'DCB_PG_ATTR_TC_2'],
  tc3: [4, TrafficClass, 'DCB_PG_ATTR_TC_3'], tc4: [5, TrafficClass, 'DCB_PG_ATTR_TC_4'], tc5: [6, TrafficClass, 'DCB_PG_ATTR_TC_5'],
  tc6: [7, TrafficClass, 'DCB_PG_ATTR_TC_6'], tc7: [8, TrafficClass, 'DCB_PG_ATTR_TC_7'],
  tcAll: [10, TrafficClass],
  bwId0: [11, u8, 'DCB_PG_ATTR_BW_ID_0'], bwId1: [12, u8, 'DCB_PG_ATTR_BW_ID_1'], bwId2: [13, u8, 'DCB_PG_ATTR_BW_ID_2'],
  bwId3: [14, u8, 'DCB_PG_ATTR_BW_ID_3'], bwId4: [15, u8, 'DCB_PG_ATTR_BW_ID_4'], bwId5: [16, u8, 'DCB_PG_ATTR_BW_ID_5'],
  bwId6: [17, u8, 'DCB_PG_ATTR_BW_ID_6'], bwId7: [18, u8, 'DCB_PG_ATTR_BW_ID_7'],
  bwIdAll: [20, flag],
})) {}

/** DCB_CAP_DCBX_* */
const dcbx = flags(u8, { host: 0x1, lldManaged: 0x2, verCee: 0x4, verIeee: 0x8, static: 0x10 })
/** What the device can do. `pgTcs`, `pfcTcs`: a bit for each number of classes, 0x80 for eight. */
export class Cap extends attributes('DCB_CAP_ATTR_', () => ({
  all: [1, flag], pg: [2, u8], pfc: [3, u8], up2tc: [4, u8, 'DCB_CAP_ATTR_UP2TC'], pgTcs: [5, u8], pfcTcs: [6, u8], gsp: [7, u8], bcn: [8, u8], dcbx: [9, dcbx],
})) {}
/** Numbers of traffic classes. */
export class NumTcs extends attributes('DCB_NUMTCS_ATTR_', () => ({ all: [1, flag], pg: [2, u8], pfc: [3, u8] })) {}
/** Backward congestion notification. */
export class Bcn extends attributes('DCB_BCN_ATTR_', () => ({
  rp0: [1, u8, 'DCB_BCN_ATTR_RP_0'], rp1: [2, u8, 'DCB_BCN_ATTR_RP_1'], rp2: [3, u8, 'DCB_BCN_ATTR_RP_2'], rp3: [4, u8, 'DCB_BCN_ATTR_RP_3'],
  rp4: [5, u8, 'DCB_BCN_ATTR_RP_4'], rp5: [6, u8, 'DCB_BCN_ATTR_RP_5'], rp6: [7, u8, 'DCB_BCN_ATTR_RP_6'], rp7: [8, u8, 'DCB_BCN_ATTR_RP_7'],
  rpAll: [9, flag],
  bcna0: [10, u32, 'DCB_BCN_ATTR_BCNA_0'], bcna1: [11, u32, 'DCB_BCN_ATTR_BCNA_1'],
  alpha: [12, u32], beta: [13, u32], gd: [14, u32], gi: [15, u32], tmax: [16, u32], td: [17, u32], rmin: [18, u32], w: [19, u32], rd: [20, u32],
  ru: [21, u32], wrtt: [22, u32], ri: [23, u32], c: [24, u32],
  all: [25, flag],
})) {}
/** DCB_APP_IDTYPE_* */
const idtype = { ethtype: 0, portnum: 1 }
export class App extends attributes('DCB_APP_ATTR_', () => ({
  idtype: [1, enumeration(u8, idtype)],
  id: [2, u16],
  /** A bit for each priority. */
  priority: [3, u8],
})) {}
/** DCB_FEATCFG_* */
const featcfg = flags(u8, { error: 0x1, enable: 0x2, willing: 0x4, advertise: 0x8 })
export class FeatCfg extends attributes('DCB_FEATCFG_ATTR_', () => ({ all: [1, flag], pg: [2, featcfg], pfc: [3, featcfg], app: [4, featcfg] })) {}

/** struct cee_pg */
export class CeePg extends struct('cee_pg', { willing: u8, error: u8, pgEn: u8, tcsSupported: u8, pgBw: eight(u8), prioPg: eight(u8) }) {}
/** struct cee_pfc */
export class CeePfc extends struct('cee_pfc', { willing: u8, error: u8, pfcEn: u8, tcsSupported: u8 }) {}
/** struct dcb_peer_app_info */
export class DcbPeerAppInfo extends struct('dcb_peer_app_info', { willing: u8, error: u8 }) {}
/** struct dcb_app, as CEE reads it. */
export class CeeDcbApp extends struct('dcb_app', { selector: enumeration(u8, idtype), priority: u8, protocol: u16 }) {}
export class CeePeerAppTable extends attributes('DCB_ATTR_CEE_PEER_', () => ({ appInfo: [1, DcbPeerAppInfo], app: [2, many(CeeDcbApp)] })) {}
/** dcbnl_cee_fill() tells `app`, not `ceeApp`, which the header names for it. */
export class CeeAppTable extends attributes('DCB_ATTR_', () => ({ ceeApp: [1, many(App)], app: [12, many(App)] })) {}
export class Cee extends attributes('DCB_ATTR_CEE_', () => ({
  peerPg: [1, CeePg],
  peerPfc: [2, CeePfc],
  peerAppTable: [3, CeePeerAppTable],
  txPg: [4, PriorityGroups],
  rxPg: [5, PriorityGroups],
  pfc: [6, PfcUp],
  appTable: [7, CeeAppTable],
  feat: [8, FeatCfg],
})) {}

/** Answers to what sets such a thing have one byte instead, 0 where it was done: the errno, below 0, of which that byte is left. */
const answered = <C>(set: C) => byLength({ 1: u8 }, set)

/** The kernel copies NLM_F_REQUEST into its answers, so that answers and requests are one declaration. */
export class Dcb extends message(Dcbmsg, 'DCB_ATTR_', () => ({
  ifname: [1, linkName],
  state: [2, u8],
  pfcState: [3, u8],
  pfcCfg: [4, answered(PfcUp)],
  /** The header has it; no kernel has used it. */
  numTc: [5, u8],
  pgCfg: [6, answered(PriorityGroups)],
  setAll: [7, u8],
  /** Asked for by the flag, answered by 32 bytes. */
  permHwaddr: [8, byLength({ 0: flag, 32: mac })],
  cap: [9, answered(Cap)],
  numtcs: [10, answered(NumTcs)],
  bcn: [11, answered(Bcn)],
  app: [12, answered(App)],
  ieee: [13, answered(Ieee)],
  dcbx: [14, dcbx],
  featcfg: [15, answered(FeatCfg)],
  cee: [16, Cee],
})) {}
