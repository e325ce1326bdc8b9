// Links that swallow what is sent to them. They have no options: drivers/net/dummy.c
import { attributes } from '../../../core/attributes.js'

export class Dummy extends attributes('IFLA_DUMMY_', () => ({})) {}
