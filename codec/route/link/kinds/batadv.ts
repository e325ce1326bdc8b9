// Meshes, B.A.T.M.A.N. advanced. IFLA_BATADV_*: linux/batman_adv.h. The kernel takes it, and does not tell it
import { attributes } from '../../../core/attributes.js'
import { string } from '../../../core/types.js'

export class Batadv extends attributes('IFLA_BATADV_', () => ({
  /** BATMAN_IV or BATMAN_V. */
  algoName: [1, string],
})) {}
