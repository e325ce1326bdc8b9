// `rtnl qdisc|class|filter|chain|action` against tc of iproute2. In the virtual machine it takes some minutes: test/vm/kernel.sh dist/test/cli/tc.test.js
import { rtnlAndTc } from './tc-rows.js'

describe('rtnl and tc', () => { rtnlAndTc() })
