// Enhanced transmission selection: strict bands, then bands that share; classes have the same attributes.
// TCA_ETS_*: linux/pkt_sched.h
import { attributes, nested } from '../../../core/attributes.js'
import { repeated } from '../../../core/lists.js'
import { u32, u8 } from '../../../core/types.js'

export class Ets extends attributes('TCA_ETS_', () => ({
  nbands: [1, u8],
  nstrict: [2, u8],
  /** TCA_ETS_QUANTA_BAND, each. */
  quanta: [3, nested(repeated(4, u32, 'TCA_ETS_QUANTA_BAND'))],
  /** Of a class. */
  quantaBand: [4, u32],
  /** TCA_ETS_PRIOMAP_BAND, each. */
  priomap: [5, nested(repeated(6, u8, 'TCA_ETS_PRIOMAP_BAND'))],
  priomapBand: [6, u8],
})) {}
