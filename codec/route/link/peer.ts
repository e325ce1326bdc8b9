// The other end of a pair, which is a link as whole as the one that it is in. Links have kinds, and some kinds have a link: link.ts says that it is
// there, instead of being imported from here, so that modules go one way.
import type { Type } from '../../core/infer.js'
import { lazy } from '../../core/lists.js'
import type { Link } from './link.js'

let declared: Type<Link> | undefined
export const declareLink = (link: Type<Link>): void => { declared = link }
export const peer = lazy((): Type<Link> => declared!)
