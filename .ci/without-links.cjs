// For Node where the kernel does not answer (.ci/run): npm asks for the machine's links when it starts, and the C library for its addresses
// when it looks up a name. Both can be done without.
'use strict'
const dns = require('node:dns')
const net = require('node:net')

require('node:os').networkInterfaces = () => { throw new Error('this kernel does not answer') }
process.report.excludeNetwork = true

const { lookup } = dns
dns.lookup = (host, options, callback) => {
  if (net.isIP(host) !== 0 || host === 'localhost') return lookup(host, options, callback)
  const done = callback ?? options
  dns.resolve4(host, (error, addresses) => {
    if (error !== null) done(error)
    else if (options.all === true) done(null, addresses.map(address => ({ address, family: 4 })))
    else done(null, addresses[0], 4)
  })
}
