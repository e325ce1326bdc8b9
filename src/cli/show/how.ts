// How much is shown, and with which names.
import type { Context } from '../command.js'
import type { LinkNames } from './names.js'

export interface How extends Pick<Context, 'details' | 'statistics'> { readonly names: LinkNames }
