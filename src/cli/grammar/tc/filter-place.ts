// The place of filters and chains, for the client, and for what is shown: what was asked for is not said again.
import { parseParent, swapped } from '../../../client/tc-values.js'
import { given } from '../../../client/values.js'
import { CommandLineError } from '../../command.js'
import type { Asked } from '../../show/tc/filter.js'
import type { Place } from './place.js'

type Where = Omit<Place, 'handle'>
/** @throws {CommandLineError} without a link or a block: filters are listed of one place only */
export function filterPlace (place: Place, call: string, usage: string): { readonly where: Where, readonly asked: Asked } {
  const { handle: _, ...where } = place
  if (place.ifindex === undefined && place.block === undefined) throw new CommandLineError(`${call}: dev or block is missing: see ${usage}`)
  const { ifindex, block, parent, priority, protocol, chain } = place
  const asked = given({
    link: ifindex !== undefined, block, parent: parent === undefined ? undefined : parseParent(parent), priority,
    protocol: protocol === undefined ? undefined : swapped(protocol), chain,
  }) as Asked
  return { where, asked }
}
