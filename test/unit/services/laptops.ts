/** A second laptop of the same group: its own store and device, the same keys; and what they bring each other. */
import { openWorkspace, type OpenWorkspace } from '../../../src-main/services/workspace';
import { newFolder, PEOPLE, type Desk, type Person } from './desk';

/** The laptop of a person of the group, with nothing on it yet. @param now its clock */
export function laptopOf({ session }: Desk, person: Person, now?: () => Date): OpenWorkspace {
  const { name, role } = PEOPLE[person];
  return openWorkspace({
    dir: newFolder(),
    session: { ...session, user: { userId: `user-${person}`, name, role } },
    ...(now ? { now } : {}),
  });
}

/** How far what each has was brought to each other. */
const brought = new WeakMap<OpenWorkspace, WeakMap<OpenWorkspace, number>>();

/** Everything that one has goes to the other. */
export function bring(from: OpenWorkspace, to: OpenWorkspace): void {
  const known = brought.get(from) ?? new WeakMap<OpenWorkspace, number>();
  brought.set(from, known);
  const changes = [...from.store.changesSince(known.get(to) ?? 0)].map(({ change }) => change);
  known.set(to, from.store.lastSeq);
  to.index.apply(to.store.mergeChanges(changes).records);
}

/** Both have what either has. */
export function meet(one: OpenWorkspace, other: OpenWorkspace): void {
  bring(one, other);
  bring(other, one);
}
