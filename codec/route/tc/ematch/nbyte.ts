// Compares bytes. struct tcf_em_nbyte, and the bytes after it: linux/tc_ematch/tc_em_nbyte.h
import { struct } from '../../../core/attributes.js'
import { bytes, u16 } from '../../../core/types.js'

export class NbyteMatch extends struct('tcf_em_nbyte', {
  off: u16,
  /** `len`, of 12 bits, | `layer` << 12, TCF_LAYER_*. */
  lenLayer: u16,
  pattern: bytes,
}) {}
