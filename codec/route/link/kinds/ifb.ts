// Intermediate functional blocks: what tc redirects to them comes out of a queue. They have no options:
// drivers/net/ifb.c
import { attributes } from '../../../core/attributes.js'

export class Ifb extends attributes('IFLA_IFB_', () => ({})) {}
