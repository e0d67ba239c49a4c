import type { Entity } from '../../../src-shared/domain/define';
import type { RecordId } from '../../../src-shared/merge/change';
import type { ScreenContext } from '../../replica';

/** What a unit and a round are called and ordered by. */
export const PLACE_KINDS = ['round', 'inspection', 'unit'] as const;

/** The unit to begin with: of the round given, else of the newest round; the first that is not yet archived. */
export function firstPlace(
  context: ScreenContext,
  round?: RecordId,
): { readonly round?: RecordId; readonly inspection?: RecordId } {
  const rounds = [...context.list(['round'])].sort(byNewest);
  const chosen = rounds.find((r) => r.id === round) ?? rounds[0];
  if (!chosen) return {};
  const units = inspectionsOf(context, chosen.id);
  const first = units.find((e) => e.values.stage !== 'archived') ?? units[0];
  return { round: chosen.id, inspection: first?.id };
}

const byNewest = (a: Entity, b: Entity): number =>
  String(b.values.enterOn ?? '').localeCompare(String(a.values.enterOn ?? '')) ||
  b.updatedAt.localeCompare(a.updatedAt);

/** The inspections of a round in the order in which they began. */
export function inspectionsOf(context: ScreenContext, round: RecordId): readonly Entity[] {
  return [...context.children(round, 'inspection')].sort(
    (a, b) =>
      String(a.values.enterOn ?? '9').localeCompare(String(b.values.enterOn ?? '9')) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** All rounds, the newest first. */
export function roundsOf(context: ScreenContext): readonly Entity[] {
  return [...context.list(['round'])].sort(byNewest);
}
