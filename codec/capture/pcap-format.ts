// What a pcap file of netlink consists of. The format: draft-ietf-opsawg-pcap; a packet's own header of 16 bytes
// (packet type, ARPHRD_NETLINK, 10 unused, netlink family; big-endian):
// www.tcpdump.org/linktypes/LINKTYPE_NETLINK.html; packet types: linux/if_packet.h

/** What one send or one receive carried: one netlink message or several. */
export interface Packet {
  /** Nanoseconds since 1970. */
  readonly time: bigint
  /**
   * `out` is to the kernel, `in` from it. Files seldom say so: nlmon marks all that it sees as PACKET_OUTGOING (4).
   * Where the packet type is PACKET_KERNEL (7) or PACKET_USER (6) it decides, else NLM_F_REQUEST in the first message,
   * which every request has and no answer.
   */
  readonly direction: 'in' | 'out'
  /** Packet type, as it stands in the file: 4 from nlmon. */
  readonly packetType: number
  /** Netlink family: NETLINK_ROUTE is 0, NETLINK_GENERIC 16. */
  readonly protocol: number
  /** The messages, in the byte order of the machine that made the capture. */
  readonly data: Uint8Array
  /** Length of the data when it was captured: more than `data.length` where the capture kept only the beginning. */
  readonly originalLength: number
}

/** What a packet is written from. */
export interface PacketInput {
  /** Nanoseconds since 1970, up to 2106. */
  readonly time: bigint
  readonly protocol: number
  readonly data: Uint8Array
  readonly originalLength?: number
  /** Written as the packet type, 7 for `out` and 6 for `in`, unless that is given. */
  readonly direction?: 'in' | 'out'
  /** 4, as nlmon has it, where neither this nor a direction is given. */
  readonly packetType?: number
}

/** What a file's own header says. */
export interface PcapFormat {
  readonly littleEndian: boolean
  /** Whether times have nanoseconds, not microseconds. */
  readonly nanoseconds: boolean
  /** The longest packet that the capture kept whole, its header of 16 bytes included. */
  readonly snaplen: number
}

export const MICROSECONDS = 0xa1b2c3d4
export const NANOSECONDS = 0xa1b23c4d
export const LINKTYPE_NETLINK = 253
export const ARPHRD_NETLINK = 824
export const PACKET_OUTGOING = 4
export const PACKET_USER = 6
export const PACKET_KERNEL = 7
export const NLM_F_REQUEST = 1

export const FILE_HEADER = 24
export const RECORD_HEADER = 16
export const COOKED_HEADER = 16
/** What tcpdump writes as snaplen where nobody chose one. */
export const SNAPLEN = 1 << 18
/** A socket's buffers are smaller by far; what claims to be longer is no record. */
export const LONGEST_PACKET = 1 << 24

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
