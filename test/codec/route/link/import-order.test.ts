// veth and link refer to each other: whichever is imported first, both are there. A fresh process each, for imports are kept.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'chai'

const link = join(import.meta.dirname, '..', '..', '..', '..', 'codec', 'route', 'link')

describe('codec/route/link', () => {
  for (const [first, name] of [['kinds/veth.js', 'Veth'], ['link.js', 'Link'], ['kinds/vlan.js', 'Vlan'], ['ports/bridge.js', 'BridgePort']] as const) {
    it(`is imported by its ${first} first`, () => {
      const script = `import * as first from ${JSON.stringify(join(link, first))}
        import { Link } from ${JSON.stringify(join(link, 'link.js'))}
        const bytes = Link.encode({ linkinfo: { kind: 'veth', data: { peer: { ifname: 'v1' } } } })
        console.log(typeof first.${name}, Link.decode(bytes).linkinfo.data.peer.ifname)`
      expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).to.equal('function v1\n')
    })
  }
})
