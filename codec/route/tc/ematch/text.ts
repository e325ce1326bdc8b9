// Looks for a text. struct tcf_em_text, and the text after it: linux/tc_ematch/tc_em_text.h
import { struct } from '../../../core/attributes.js'
import { bytes, chars, pad, u16, u8 } from '../../../core/types.js'

export class TextMatch extends struct('tcf_em_text', {
  /** kmp, bm or fsm: lib/ts_*.c */
  algo: chars(16),
  fromOffset: u16,
  toOffset: u16,
  patternLen: u16,
  /** `fromLayer` | `toLayer` << 4, TCF_LAYER_*: fields of four bits. */
  fromToLayer: u8,
  pad: pad(1),
  pattern: bytes,
}) {}
