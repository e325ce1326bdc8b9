// RTM_NEWLINK as Linux 6.1 sent them: every one of fixtures/route/link once. Their statistics and settings are most of
// their bytes.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fixture } from '../../test/fixtures.js'

const RTM_NEWLINK = 16
/** From dist/bench/codec/. */
const directory = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'route', 'link')

/** Whole messages; none where the fixtures are not there. */
export function linkMessages (): readonly Uint8Array[] {
  if (!existsSync(directory)) return []
  const messages = readdirSync(directory).filter(name => name.endsWith('.pcap'))
    .map(name => fixture(`route/link/${name.slice(0, -'.pcap'.length)}`))
    .flatMap(story => story.all({ type: RTM_NEWLINK, direction: 'in' }))
    .map(({ bytes }) => bytes)
  return [...new Map(messages.map(bytes => [bytes.join(), bytes])).values()]
}
