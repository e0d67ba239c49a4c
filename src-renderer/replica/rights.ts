/** What the signed-in person may do, as the services will answer: so that a screen offers nothing that would be refused. */
import { useMemo } from 'react';
import { type Act, judge, newSubject, type Refusal, subjectOf } from '../../src-shared/domain/access';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { concernsRecusal, recusalsOf, refusedByRecusal } from '../../src-shared/domain/recused';
import { useSession } from '../session/session';
import { getRecord, recordsOfKinds } from './snapshot';

export interface Judge {
  /** Why the person may not; undefined where he may. */
  refusal(record: Entity, asked: Act): Refusal | undefined;
  may(record: Entity, asked: Act): boolean;
  /** Whether he may make a record of a kind under `parent`. */
  mayCreate(kind: AnyKind, parent: string | null | undefined): boolean;
}

const RECUSAL = ['recusal'];
const NOBODY: Refusal = { code: 'RIGHTS_WRITE', message: '请先解锁。' };

/** The judge for the person signed in; the services have the last word. */
export function useJudge(): Judge {
  const user = useSession((state) => state.session?.user);
  return useMemo(() => {
    const refusal = (record: Entity, asked: Act): Refusal | undefined => {
      const subject = user && subjectOf(record, user, getRecord);
      if (!user || !subject) return NOBODY;
      const recusals = concernsRecusal(record.kind)
        ? recusalsOf(recordsOfKinds(RECUSAL), user, getRecord)
        : [];
      return judge(user.role, asked, subject) ?? refusedByRecusal(record, user, recusals);
    };
    return {
      refusal,
      may: (record, asked) => refusal(record, asked) === undefined,
      mayCreate: (kind, parent) =>
        user !== undefined &&
        judge(user.role, { act: 'create' }, newSubject(kind, parent ?? null, user, getRecord)) === undefined,
    };
  }, [user]);
}
