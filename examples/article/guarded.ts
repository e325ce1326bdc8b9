// What the guardian and whom it guards agree on.

/** An abstract socket, which the guardian listens on as long as it lives: nothing of it stays. unix(7) */
export const LOCK = '\0rtnetlink-article'

/** What whoever connects is told once the run has ended: it will not take long. */
export const REMOVING = 'removing'

/** What a command is about to make: 'netns netns1', 'link veth0'. The other end of a pair goes with this one. */
export function madeBy (words: readonly string[]): string[] {
  const [rtnl, object, verb, name = ''] = words
  if (rtnl !== 'rtnl' || verb !== 'add') return []
  return object === 'netns' || object === 'link' ? [`${object} ${name}`] : []
}
