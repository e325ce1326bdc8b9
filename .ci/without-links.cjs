// For Node where the kernel does not answer (.ci/run): npm asks for the machine's links when it starts, and can do without.
'use strict'
require('node:os').networkInterfaces = () => { throw new Error('this kernel does not answer') }
process.report.excludeNetwork = true
