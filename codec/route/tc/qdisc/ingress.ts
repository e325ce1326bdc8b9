// Where filters see what comes in, or, of clsact, what goes out, too: no queue, no options, but an empty nest.
// net/sched/sch_ingress.c
import { attributes } from '../../../core/attributes.js'

export class Ingress extends attributes('TCA_INGRESS_', () => ({})) {}
