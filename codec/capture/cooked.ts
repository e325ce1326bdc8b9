// A packet of LINKTYPE_NETLINK: its own header of 16 bytes, then what was sent. The format: pcap-format.ts
import { CodecError } from '../core/errors.js'
import { ARPHRD_NETLINK, COOKED_HEADER, NLM_F_REQUEST, PACKET_KERNEL, PACKET_USER, viewOf, type Packet } from './pcap-format.js'

function directionOf (packetType: number, data: Uint8Array, littleEndian: boolean): 'in' | 'out' {
  if (packetType === PACKET_KERNEL) return 'out'
  if (packetType === PACKET_USER) return 'in'
  const request = data.length >= 8 && (viewOf(data).getUint16(6, littleEndian) & NLM_F_REQUEST) !== 0
  return request ? 'out' : 'in'
}

/** What a file says of a packet beside its bytes. */
export interface Recorded {
  readonly time: bigint
  /** With the header of 16 bytes. */
  readonly originalLength: number
  readonly littleEndian: boolean
  /** Where in the file it begins. */
  readonly offset: number
}

/** `data` of what it gives is part of `bytes`. @throws {CodecError} where it is shorter than its header, or no netlink */
export function cookedPacket (bytes: Uint8Array, { time, originalLength, littleEndian, offset }: Recorded): Packet {
  if (bytes.length < COOKED_HEADER) throw new CodecError(`a packet of ${bytes.length} bytes; the header of a netlink packet has ${COOKED_HEADER}`, '', '', offset)
  const view = viewOf(bytes)
  const hardware = view.getUint16(2)
  if (hardware !== ARPHRD_NETLINK) throw new CodecError(`a packet of hardware type ${hardware}; ${ARPHRD_NETLINK} is netlink`, '', '', offset + 2)
  const data = bytes.subarray(COOKED_HEADER)
  const packetType = view.getUint16(0)
  return {
    time,
    direction: directionOf(packetType, data, littleEndian),
    packetType,
    protocol: view.getUint16(14),
    data,
    originalLength: Math.max(data.length, originalLength - COOKED_HEADER),
  }
}
