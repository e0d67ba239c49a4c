/** Who of the group the signed-in person is, as the services find him. */
import type { RecordId } from '../../src-shared/merge/change';
import { useRecords } from '../replica';
import { useSession } from '../session/session';

/** His own member record: the one his account is tied to, else the only one of exactly his name. */
export function useMyMember(): RecordId | undefined {
  const user = useSession((state) => state.session?.user);
  const named = useRecords('member')?.filter(({ values }) => values.name === user?.name);
  if (user?.memberId !== undefined) return user.memberId as RecordId;
  return named?.length === 1 ? named[0]!.id : undefined;
}
