// NLMSG_ERROR and NLMSG_DONE as bytes: what readAcknowledgement and readDone of header.ts read. linux/netlink.h; netlink_ack() in
// net/netlink/af_netlink.c
import { struct } from './attributes.js'
import type { Writer } from './bytes.js'
import { ExtendedAcknowledgement } from './extended-ack.js'
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_HDRLEN, type Acknowledgement, type Done } from './header.js'
import { checkNames, within, writeWord } from './interpret.js'
import { bytes, s32, u16, u32, type Word } from './types.js'

/** struct nlmsghdr */
export class MessageHeader extends struct('nlmsghdr', { length: u32, type: u16, flags: u16, sequence: u32, port: u32 }) {}

type Given<T> = Partial<Omit<T, 'header'>> & { readonly header?: Partial<Acknowledgement['header']> }
/** What may be given of one: without a number, 0; of the request's header, what is known. Its length follows from the payload where it is not given. */
export type AcknowledgementInput = Given<Acknowledgement>
export type DoneInput = Partial<Done>

/** The bits that say how it is to be read: without the request's payload, with attributes. */
export const acknowledgementFlags = ({ header, payload, extended }: AcknowledgementInput): number =>
  (payload === undefined && (header?.length ?? 0) > NLMSG_HDRLEN ? NLM_F_CAPPED : 0) | (extended === undefined ? 0 : NLM_F_ACK_TLVS)
export const doneFlags = ({ extended }: DoneInput): number => extended === undefined ? 0 : NLM_F_ACK_TLVS

const doneNames = new Set(['errno', 'extended'])
const acknowledgementNames = new Set(['errno', 'header', 'payload', 'extended'])
const named = (name: string, w: Writer, word: unknown, value: unknown): void => { within(name, '', undefined, () => { writeWord(word as Word, w, value, undefined) }) }
/** As errno(3) has it; the wire has it below zero. */
function writeErrno (w: Writer, errno: unknown = 0): void { named('errno', w, s32, typeof errno === 'number' ? 0 - errno : errno) }

/** Writes struct nlmsgerr and what follows it. @throws {CodecError} with the path */
export function writeAcknowledgement (w: Writer, value: AcknowledgementInput): void {
  checkNames(value, acknowledgementNames)
  const { errno, header = {}, payload, extended } = value
  writeErrno(w, errno)
  const at = w.p
  named('header', w, MessageHeader, header)
  if (payload !== undefined) {
    named('payload', w, bytes, payload)
    const end = w.p
    w.p = at
    named('header', w, MessageHeader, { ...header, length: header.length ?? end - at })
    w.p = end
    w.zero(-w.p & 3)
  }
  if (extended !== undefined) named('extended', w, ExtendedAcknowledgement, extended)
}

/** Writes how a dump ended. @throws {CodecError} with the path */
export function writeDone (w: Writer, value: DoneInput): void {
  checkNames(value, doneNames)
  const { errno, extended } = value
  writeErrno(w, errno)
  if (extended !== undefined) named('extended', w, ExtendedAcknowledgement, extended)
}
