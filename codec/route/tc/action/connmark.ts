// Takes the mark of the connection. TCA_CONNMARK_*: linux/tc_act/tc_connmark.h
import { attributes, struct } from '../../../core/attributes.js'
import { u16 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class ConnmarkParms extends struct('tc_connmark', { ...generic, zone: u16 }) {}

export class Connmark extends attributes('TCA_CONNMARK_', () => ({ parms: [1, ConnmarkParms], tm: [2, Times] })) {}
