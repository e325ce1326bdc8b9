// Prints what is said, in the form that is asked for.
import type { Context } from '../../command.js'
import { printShown } from '../../output.js'
import { factsOf, textOf, type Said } from '../said.js'

export const print = (all: readonly Said[], context: Context): void => { printShown(all, textOf, context, factsOf) }
