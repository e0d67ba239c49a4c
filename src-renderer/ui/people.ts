/** Names for the user ids that stand in the log, and its times in words. */
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { call } from '../session/workbench';

/** Gives the name of a user id; the id itself until the names are known, or for a user no longer in the vault. */
export function usePeople(): (userId: string) => string {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let here = true;
    void call('vault.users', {}).then(
      (users) => here && setNames(new Map(users.map((u) => [u.userId, u.name]))),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return (userId) => names.get(userId) ?? userId;
}

/** `2025-09-04 09:30` in the laptop's own time. */
export function when(at: string): string {
  const time = dayjs(at);
  return time.isValid() ? time.format('YYYY-MM-DD HH:mm') : at;
}
