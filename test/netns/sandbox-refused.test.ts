// Where no sandbox can be made: one line that says what is missing, and which line mends it. The kernel's own refusals
// where it can be brought to them; a table of what /proc/sys says elsewhere.
import { expect } from 'chai'
import { whyNoNamespaces, whyNoUserNamespace, whyRefused } from '../../src/netns/user-namespace.js'
import { firstOf, outerProgram, privileged, sh, unprivileged } from './sandbox-outside.js'

const node = process.execPath

for (const way of ['unshare', 'clone']) {
  describe(`sandbox without CAP_SYS_ADMIN, by ${way}`, () => {
    const inner = `'${node}' '${outerProgram}' --without-admin --way ${way} true`

    it('names user.max_user_namespaces', async () => {
      const outside = firstOf(unprivileged)
      const { code, stderr } = await sh(outside, `echo 0 >/proc/sys/user/max_user_namespaces && ${inner}`)
      expect(stderr.trim().split('\n').slice(2)).to.deep.equal([
        `sandbox: ${way}: ENOSPC: user namespaces are switched off (user.max_user_namespaces is 0); as root: sysctl -w user.max_user_namespaces=15000`])
      expect(code).to.equal(75)
    })

    it('names the covered parts of /proc', async () => {
      const outside = firstOf(privileged)
      const { code, stderr } = await sh(outside, `mount -t tmpfs none /proc/fs && ${inner}`)
      expect(stderr.trim().split('\n').slice(2)).to.deep.equal([
        'sandbox: mount /proc: EPERM: parts of /proc are covered here (as a container does), so the kernel lets nobody mount a fresh one; ' +
        'start the container with --security-opt systempaths=unconfined, or --privileged'])
      expect(code).to.equal(75)
    })
  })
}

describe('sandbox with CAP_SYS_ADMIN', () => {
  it('names the limit of namespaces', async () => {
    const outside = firstOf(unprivileged)
    const { code, stderr } = await sh(outside, `echo 0 >/proc/sys/user/max_net_namespaces && '${node}' '${outerProgram}' true`)
    expect(stderr.trim().split('\n').slice(2)).to.deep.equal([
      'sandbox: unshare: ENOSPC: there are as many namespaces as user.max_net_namespaces and its like allow; as root: sysctl -w user.max_net_namespaces=15000'])
    expect(code).to.equal(75)
  })
})

describe('whyNoUserNamespace', () => {
  // Debian's and Ubuntu's own settings: their kernels' documentation.
  const told: ReadonlyArray<readonly [setting: string, value: string, line: string]> = [
    ['user/max_user_namespaces', '0', 'sysctl -w user.max_user_namespaces=15000'],
    ['kernel/unprivileged_userns_clone', '0', 'sysctl -w kernel.unprivileged_userns_clone=1'],
    ['kernel/apparmor_restrict_unprivileged_userns', '1', 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'],
  ]
  for (const [setting, value, line] of told) {
    it(`says how to mend ${setting}=${value}`, () => {
      const hint = whyNoUserNamespace(path => path === setting ? value : undefined)
      expect(hint).to.include(`(${setting.replace('/', '.')} is ${value})`)
      expect(hint.endsWith(`as root: ${line}`)).to.equal(true)
    })
  }

  it('says what a container is to be started with, else', () => {
    expect(whyNoUserNamespace(() => undefined)).to.equal('this process has no CAP_SYS_ADMIN and may not have a user namespace, either: be root; ' +
      'in a container, start that with --privileged, or with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined')
  })
})

describe('whyRefused', () => {
  it('says AppArmor where it takes the capabilities of a user namespace away', () => {
    const hint = whyRefused(13, 'mount /', path => path === 'kernel/apparmor_restrict_unprivileged_userns' ? '1' : undefined)
    expect(hint).to.match(/^AppArmor takes the capabilities from user namespaces/)
  })

  it('says what a container is to be started with, else', () => {
    expect(whyRefused(13, 'mount /', () => undefined)).to.match(/^this may not be mounted here; in a container, start that with --privileged/)
  })
})

describe('whyNoNamespaces', () => {
  it('says what a container is to be started with', () => {
    expect(whyNoNamespaces(1)).to.match(/^needs CAP_SYS_ADMIN; in a container, start that with --privileged/)
  })
})
