// The place of filters and chains, for the client, and for what is shown: what was asked for is not said again.
import { parseParent } from '../../../client/tc-values.js'
import { CommandLineError } from '../../command.js'
import type { Asked } from '../../show/tc/filter.js'
import type { Place } from './place.js'

type Where = Omit<Place, 'handle'>
/** @throws {CommandLineError} without a link or a block: filters are listed of one place only */
export function filterPlace (given: Place, call: string, usage: string): { readonly where: Where, readonly asked: Asked } {
  const { handle: _, ...where } = given
  if (given.ifindex === undefined && given.block === undefined) throw new CommandLineError(`${call}: dev or block is missing: see ${usage}`)
  const swapped = given.protocol === undefined ? undefined : (given.protocol & 0xff) << 8 | given.protocol >>> 8
  const asked = {
    link: given.ifindex !== undefined, ...given.block === undefined ? {} : { block: given.block },
    ...given.parent === undefined ? {} : { parent: parseParent(given.parent) },
    ...given.priority === undefined ? {} : { priority: given.priority },
    ...swapped === undefined ? {} : { protocol: swapped }, ...given.chain === undefined ? {} : { chain: given.chain },
  }
  return { where, asked }
}
