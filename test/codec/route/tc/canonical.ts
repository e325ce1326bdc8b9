// Attributes in bytes, without the codec and without a list of what is nested: sorted all the way down, so that two messages with the same
// attributes are equal whatever their order. What reads as attributes from end to end is taken for them, on both sides alike.

const NLA_TYPE_MASK = 0x3fff
/** Structs that have attributes behind them, as payloads: none, struct tc_netem_qopt, struct tc_mqprio_qopt with its padding. */
const headers = [0, 24, 84]
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function attributesOf (bytes: Uint8Array, from: number): Array<{ type: number, data: Uint8Array }> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: Array<{ type: number, data: Uint8Array }> = []
  let at = from
  while (bytes.length - at >= 4) {
    const length = view.getUint16(at, true)
    if (length < 4 || length > bytes.length - at) return undefined
    found.push({ type: view.getUint16(at + 2, true), data: bytes.subarray(at + 4, at + length) })
    at += length + 3 & ~3
  }
  return at < bytes.length || found.length === 0 ? undefined : found
}

/** `header`: bytes before the first attribute. Without flags, NLA_F_NESTED does not count, which iproute2 sets here and there. */
export function canonical (bytes: Uint8Array, { header, flags }: { readonly header: number, readonly flags: boolean }): string {
  const attributes = attributesOf(bytes, header)
  if (attributes === undefined) return hex(bytes)
  const rows = attributes.map(({ type, data }) => {
    const inner = headers.find(size => data.length > size && (attributesOf(data, size) ?? [{ type: NLA_TYPE_MASK }]).every(({ type }) => (type & NLA_TYPE_MASK) <= 120))
    const value = inner === undefined ? hex(data) : canonical(data, { header: inner, flags })
    return { number: type & NLA_TYPE_MASK, text: `${flags ? type : type & NLA_TYPE_MASK}: ${value}` }
  })
  return `${hex(bytes.subarray(0, header))} {\n${rows.sort((a, b) => a.number - b.number).map(({ text }) => text).join('\n')}\n}`
}
