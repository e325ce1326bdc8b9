// What counts as left behind.
import { expect } from 'chai'
import { differences } from './run-leaks.js'
import type { Inventory } from './run-leaks.js'

const machine: Inventory = {
  namespaces: ['net:[1]'],
  mounts: ['/ / ext4'],
  links: ['lo', 'eth0'],
  names: [],
  processes: ['1 init', '7 run'],
  descriptors: ['/dev/null', 'socket'],
}

describe('differences', () => {
  const rows: ReadonlyArray<readonly [story: string, after: Partial<Inventory>, found: readonly string[]]> = [
    ['nothing where all is as it was', {}, []],
    ['a namespace', { namespaces: ['net:[2]', 'net:[1]'] }, ['namespaces: net:[2]']],
    ['a second descriptor of the same kind', { descriptors: ['socket', '/dev/null', 'socket'] }, ['descriptors: socket']],
    ['a link that is gone', { links: ['lo'] }, ['links: no more eth0']],
    ['a mount that is gone', { mounts: [] }, ['mounts: no more / / ext4']],
    ['nothing where a process or a descriptor is gone', { processes: ['7 run'], descriptors: [] }, []],
    ['nothing in the shared mount of named namespaces', { mounts: ['/ / ext4', '/netns /run/netns tmpfs'] }, []],
    ['nothing in an event loop', { descriptors: ['/dev/null', 'socket', 'anon_inode:[eventpoll]', 'pipe'] }, []],
    ['a pidfd', { descriptors: ['/dev/null', 'socket', 'anon_inode:[pidfd]'] }, ['descriptors: anon_inode:[pidfd]']],
  ]
  for (const [story, after, found] of rows) {
    it(`finds ${story}`, () => expect(differences(machine, { ...machine, ...after })).to.deep.equal(found))
  }
})
