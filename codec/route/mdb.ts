// RTM_NEWMDB, RTM_DELMDB, RTM_GETMDB: struct br_port_msg, then MDBA_*: the multicast groups of bridges and VXLANs. What is asked has other
// attributes than what is told, by the same numbers. linux/if_bridge.h; net/bridge/br_mdb.c, drivers/net/vxlan/vxlan_mdb.c
import { attributes, message, nested, struct } from '../core/attributes.js'
import { many } from '../core/lists.js'
import { enumeration, flags, ip, linkIndex, u16, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { RouterPorts } from './link/router-ports.js'
import { mdbAddress } from './mdb-address.js'
import { routeProtocol } from './numbers.js'

/** struct br_port_msg */
export class BrPortMsg extends struct('br_port_msg', {
  /** `bridge`; `unspec` in what a bridge answers to a dump. */
  family: addressFamily,
  /** The bridge, or the VXLAN. */
  ifindex: linkIndex,
}) {}

/** struct br_mdb_entry */
export class BrMdbEntry extends struct('br_mdb_entry', {
  /** A port; the bridge or the VXLAN itself where the host has joined. */
  ifindex: linkIndex,
  state: enumeration(u8, { temporary: 0, permanent: 1 }),
  /** MDB_FLAGS_*: told by the kernel. */
  flags: flags(u8, { offload: 0x1, fastLeave: 0x2, starExcl: 0x4, blocked: 0x8, offloadFailed: 0x10 }),
  vid: u16,
  addr: mdbAddress,
}) {}

/** Of the sources of a group, whether all but those listed are heard, or those alone. MCAST_EXCLUDE, MCAST_INCLUDE: linux/in.h */
const groupMode = enumeration(u8, { exclude: 0, include: 1 })

// --- what the kernel tells
export class MdbSource extends attributes('MDBA_MDB_SRCATTR_', () => ({
  address: [1, ip],
  /** In 1/100 s. */
  timer: [2, u32],
})) {}
export class MdbSources extends attributes('MDBA_MDB_SRCLIST_', () => ({ entry: [1, nested(many(MdbSource))] })) {}

export class MdbEntryInfo extends message(BrMdbEntry, 'MDBA_MDB_EATTR_', () => ({
  /** In 1/100 s: how long until it ends; 0 of what is permanent. */
  timer: [1, u32],
  srcList: [2, nested(MdbSources)],
  groupMode: [3, groupMode],
  source: [4, ip],
  rtprot: [5, routeProtocol],
  /** Of VXLANs, as all that follow: where to send to. */
  dst: [6, ip],
  /** In the host's byte order. */
  dstPort: [7, u16],
  vni: [8, u32],
  /** By which link. */
  eattrIfindex: [9, linkIndex, 'MDBA_MDB_EATTR_IFINDEX'],
  srcVni: [10, u32],
})) {}
/** A group: each port that it is sent to. */
export class MdbEntry extends attributes('MDBA_MDB_ENTRY_', () => ({ info: [1, many(MdbEntryInfo)] })) {}
export class MdbEntries extends attributes('MDBA_MDB_', () => ({ entry: [1, many(MdbEntry)] })) {}

/** What the kernel tells. To a dump, a bridge answers with RTM_GETMDB, a VXLAN with RTM_NEWMDB. */
export class Mdb extends message(BrPortMsg, 'MDBA_', () => ({
  mdb: [1, MdbEntries],
  router: [2, RouterPorts],
})) {}

// --- what it is asked
export class MdbSourceInput extends attributes('MDBE_SRCATTR_', () => ({ address: [1, ip] })) {}
export class MdbSourcesInput extends attributes('MDBE_SRC_LIST_', () => ({ entry: [1, nested(many(MdbSourceInput))] })) {}

export class MdbEntryAttributes extends attributes('MDBE_ATTR_', () => ({
  source: [1, ip],
  /** With `groupMode`; since Linux 6.2. */
  srcList: [2, nested(MdbSourcesInput)],
  groupMode: [3, groupMode],
  rtprot: [4, routeProtocol],
  /** Of VXLANs, as the next four, since Linux 6.4: where to send to. */
  dst: [5, ip],
  /** In the host's byte order. */
  dstPort: [6, u16],
  vni: [7, u32],
  ifindex: [8, linkIndex],
  srcVni: [9, u32],
  /** With NLM_F_BULK: of `state`, what must be as given; since Linux 6.8. */
  stateMask: [10, flags(u8, { permanent: 0x1 })],
})) {}

/**
 * Requests of RTM_NEWMDB and RTM_DELMDB. With NLM_F_BULK, RTM_DELMDB is of all that are like `entry`, where 0 is any, and `entryAttrs`;
 * since Linux 6.8.
 */
export class MdbRequest extends message(BrPortMsg, 'MDBA_SET_', () => ({
  entry: [1, BrMdbEntry],
  entryAttrs: [2, nested(MdbEntryAttributes)],
})) {}

/** Requests of RTM_GETMDB: a dump has no attributes; one group is asked for by `entry`, since Linux 6.7. */
export class MdbGetRequest extends message(BrPortMsg, 'MDBA_GET_', () => ({
  entry: [1, BrMdbEntry],
  /** `source` and `srcVni` alone. */
  entryAttrs: [2, nested(MdbEntryAttributes)],
})) {}
