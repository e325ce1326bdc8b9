// `rtnl` and tc where the kernel has all kinds: one or two of each sort. test/cli/tc.test.ts has all of them.
import { rtnlAndTc } from '../cli/tc-rows.js'

describe('rtnl and tc, of what few kernels have', () => {
  rtnlAndTc(['netem', 'flower', 'police', 'shared actions'])
})
