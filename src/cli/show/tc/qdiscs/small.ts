// Kinds with few options.
import type { Ets } from '../../../../../codec/route/tc/qdisc/ets.js'
import type { Fifo } from '../../../../../codec/route/tc/qdisc/fifo.js'
import type { Hfsc } from '../../../../../codec/route/tc/qdisc/hfsc.js'
import type { Multiq } from '../../../../../codec/route/tc/qdisc/multiq.js'
import type { Prio } from '../../../../../codec/route/tc/qdisc/prio.js'
import type { Skbprio } from '../../../../../codec/route/tc/qdisc/skbprio.js'
import { any, fact, shown, size, text, type Said } from '../../said.js'
import { sharpHex } from '../units.js'

export const fifo = ({ limit }: Fifo): Said => any('limit', limit, 'limit %p')
export const bytesFifo = ({ limit }: Fifo): Said => size('limit', limit, 'limit %')
export const skbprio = ({ limit }: Skbprio): Said => any('limit', limit)
export const ingress = (): Said => text('---------------- ')
/** Numbers, each with a space before it. */
export const numbers = (name: string, all: readonly number[] | undefined, form: string): Said => all && shown(name, all, form, all.map(one => ` ${one}`).join(''))
export const prio = ({ bands, priomap }: Prio): Said => [any('bands', bands), numbers('priomap', priomap, 'priomap%'), fact('multiqueue', false)]
export const ets = (e: Ets): Said => [
  any('bands', e.nbands), any('strict', e.nstrict), numbers('quanta', e.quanta, 'quanta% '), numbers('priomap', e.priomap, 'priomap% '),
]
/** iproute2 6.1 prints the words of these two into its JSON; later ones have these names. */
export const hfsc = ({ defcls }: Hfsc): Said => defcls !== 0 && shown('default', sharpHex(defcls), 'default % ', defcls.toString(16))
export const multiq = ({ bands, maxBands }: Multiq): Said => [text(`bands ${bands}/${maxBands} `), fact('bands', bands), fact('max_bands', maxBands)]
