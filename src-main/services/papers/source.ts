/**
 * What papers are made from. Those for the unit are read through `unitView`, so that no internal field can reach them by
 * type; what people wrote passes a `Clearing`, so that nothing of a clue and no informant can by content (domain.md §0.4).
 */
import type { Entity, IsoDate, RuleContext } from '../../../src-shared/domain/define';
import { figuresIn, type FigureLook, type Figures } from '../../../src-shared/domain/figures';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import type { RecordIndex } from '../index-of-records';

/** The records that one unit's papers are made of. Read without a reader's blinkers: secrets are needed to be kept out. */
export interface InspectionRecords {
  readonly inspection: Entity;
  readonly unit: Entity;
  readonly round: Entity;
  readonly term: Entity | undefined;
  readonly team: Entity | undefined;
  /** The records of a kind that belong to the unit itself. */
  readonly list: (kind: string) => readonly Entity[];
  readonly figures: Figures;
  readonly context: RuleContext;
}

/** The text of a field; an empty one where there is none. */
export const str = (entity: Entity | undefined, field: string): string => {
  const value = entity?.values[field];
  return typeof value === 'string' ? value : '';
};
/** In the order of their numbers. */
export const byCode = (a: Entity, b: Entity): number =>
  str(a, 'code').localeCompare(str(b, 'code'), 'zh', { numeric: true });

/** @throws WorkbenchError REPORT_INCOMPLETE where the inspection has no unit or round. */
export function recordsOfInspection(index: RecordIndex, id: RecordId, today: IsoDate): InspectionRecords {
  const inspection = index.get(id);
  const unit = index.get(str(inspection, 'unit'));
  const round = inspection?.parent ? index.get(inspection.parent) : undefined;
  if (!inspection || !unit || !round) {
    throw new WorkbenchError(
      'REPORT_INCOMPLETE',
      '这个巡察任务没有选定被巡察单位或轮次，不能生成文件。请先补齐。',
    );
  }
  const context: RuleContext = {
    get: index.get,
    children: (parent, kind) => index.children(parent, kind),
    today,
  };
  return {
    inspection,
    unit,
    round,
    term: round.parent ? index.get(round.parent) : undefined,
    team: index.get(str(inspection, 'team')) ?? index.children(round.id, 'team')[0],
    list: (kind) => index.children(id, kind),
    figures: figuresIn(wholeOf(index), { unit: id }),
    context,
  };
}

/** Everything that stands in the vault, whoever asks: for what is counted for the unit, and for the program itself. */
export const wholeOf = (index: RecordIndex): FigureLook => ({
  get: index.get,
  children: index.children,
  list: (kinds) => kinds.flatMap(index.list),
});

/** Who sends and signs. */
type Signing = Pick<InspectionRecords, 'round' | 'team'>;

/** `县委` of 中共青禾县委员会: how a committee is called in its own papers. */
function shortCommittee(committee: string): string {
  const level = /([省市县区州盟旗镇乡]|街道)(?:委员会|委|工作委员会|工委)$/.exec(committee)?.[1];
  return level === undefined ? '' : `${level}委`;
}

/** How the sending committee is called: by its own name, else by how the group's begins. */
export function committeeOf(records: Signing): string {
  const own = shortCommittee(str(records.round, 'sendingCommittee'));
  return own || (/^(.{0,8}?[省市县区州盟旗镇乡]委)/.exec(str(records.team, 'name'))?.[1] ?? '');
}

/**
 * 署名: 县委第二巡察组 of 中共青禾县委员会 signs as 中共青禾县委员会第二巡察组; a group whose name does not begin with its
 * committee is preceded by it (domain.md §2.4 u).
 */
export function signatory(records: Signing): string {
  const team = str(records.team, 'name') || '巡察组';
  const committee = str(records.round, 'sendingCommittee');
  if (committee === '' || team.startsWith(committee)) return team;
  const short = committeeOf(records);
  const own = team.replace(/^(?:中共)?[^第]{0,8}?[省市县区州盟旗镇乡]委(?:员会)?/, '');
  return short === '' && own === team ? team : `${committee}${own}`;
}
