// Memory that the kernel reads from and writes to.

/**
 * Bytes at an address that stays: allocated once, off Node's pool, aligned to 8, and alive as long as this object is. A
 * call that waits in the kernel with one of these may be given to it again and again at no cost for the address.
 */
export interface Memory {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** As the FFI wants it. Only its own backend looks inside. */
  readonly address: number | bigint
}
