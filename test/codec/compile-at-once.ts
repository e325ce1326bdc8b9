// For mocha's --require: every declaration is compiled when it is first used.
import { tier } from '../../codec/core/compile.js'

tier.after = 0
