// Prints what is said, in the form that is asked for.
import type { Context } from '../../command.js'
import { printJson } from '../../output.js'
import { factsOf, textOf, type Said } from './said.js'

export function print (all: readonly Said[], context: Context): void {
  if (context.json) printJson(all.map(factsOf), context)
  else for (const one of all) context.print(textOf(one))
}
