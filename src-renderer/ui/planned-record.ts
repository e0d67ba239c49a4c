/** A record that its first save will make, as a form or a row shows it until then. */
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { getRecord } from '../replica';
import { defaultsOf, type Commands } from './commands';

type Values = NonNullable<Parameters<Commands['create']>[2]>;

/** A planned record as its form shows it: with the values it begins with. */
export function plannedEntity(
  kind: AnyKind,
  id: string,
  parent: string | null,
  begun: Values,
  createdBy: string | undefined,
): Entity {
  const above = parent === null ? undefined : getRecord(parent);
  return {
    id,
    kind: kind.kind,
    parent,
    inspection: above?.kind === 'inspection' ? above.id : (above?.inspection ?? null),
    values: { ...defaultsOf(kind), ...begun },
    sets: {},
    conflicts: [],
    updatedAt: '',
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
