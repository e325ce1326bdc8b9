// Kinds whose links have no data in the kernel's headers. Another program's, or a newer kernel's, stays in `unknown`.
import { attributes } from '../../../core/attributes.js'

export class None extends attributes('', () => ({})) {}
