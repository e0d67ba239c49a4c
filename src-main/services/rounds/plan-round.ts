/**
 * A round file as records: every row is read by the fields of its kind and checked as a person's save before anything is
 * written. What each ledger is stands in ledgers.ts.
 */
import { glossaryIn } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import { numbersFor } from '../numbering';
import { planSave, ruleContext, type SaveInput, type Workspace } from '../records';
import { planningOver } from '../records/planning';
import { demandRightToMake } from '../records/workspace';
import type { Ledger, Place } from './ledger';
import { LEDGERS } from './ledgers';
import { type Later, membersIn, readRecord, type Reader } from './read-record';
import { headOf } from './read-row';
import { registerOf, type Row } from './register';
import { isObject, roundFile, wordsOfPlace } from './round-file';
import { invalidRound, parseRound } from './round-text';

/** What an import will write. */
export interface RoundPlan {
  readonly drafts: readonly ChangeDraft[];
  /** What the round is called. */
  readonly name: string;
}

/** As whom an empty vault is filled: whoever made it fills it for the whole group. */
const FOUNDER = { name: '', role: 'leader' } as const;

/**
 * Plans the records of a round file; writes nothing.
 * @param text of the file
 * @param ledgers that the file may have
 * @throws WorkbenchError IMPORT_TOO_LARGE, IMPORT_NOT_JSON; IMPORT_INVALID with every problem and its place; IMPORT_DUPLICATE for
 *   a round that is there already; RIGHTS_* where the reader may not make such records by hand
 */
export function planRound(
  workspace: Workspace,
  text: string,
  ledgers: readonly Ledger[] = LEDGERS,
): RoundPlan {
  demandRightToMake(workspace, kinds.round as unknown as AnyKind);
  const wordsOf = wordsOfPlace(ledgers);
  const json = parseRound(text, wordsOf);
  if (!isObject(json)) throw invalidRound([{ place: wordsOf([], json), message: '应为一个轮次（对象）' }]);
  const problems: Problem[] = [];
  const complain = (place: Place, message: string): void => {
    problems.push({ place: wordsOf(place, json), message });
  };

  const { index, reader: person } = workspace;
  const isFirst = index.list('round').length === 0;
  const planning = planningOver(workspace, isFirst ? { ...FOUNDER, userId: person.userId } : person);
  const over = planning.workspace;
  const get = (id: string) => over.sight().view(over.index.get(id));
  const unread = new Set<Ledger>();
  const file = roundFile(json, ledgers, (place, message) => {
    complain(place, message);
    for (const ledger of ledgers) if (ledger.key === place[0] || ledger.name === place[0]) unread.add(ledger);
  });
  if (file.one('round').length === 0 && problems.length === 0) complain([], '没有“轮次”（round）这一部分');
  const rows = ledgers.flatMap((ledger) => ledger.from(file).map((found): Row => ({ ledger, found })));
  const register = registerOf(rows, get, unread, complain);
  const children = (parent: RecordId, kind: string) => ruleContext(over).children(parent, kind);
  const desk = { glossary: glossaryIn({ get, children }), get, list: register.list };
  const reader: Reader = { file, register, desk, complain };

  const numbers = numbersFor(over, register.numbers);
  /** A save as it would be, or what speaks against it, told at the place of each field. */
  const plan = (row: Row, input: SaveInput, said: ReadonlyMap<string, Place>): RecordId | undefined => {
    try {
      const { id, drafts } = planSave(over, input, (kind, parent) => numbers.next(kind, parent), 'takenOver');
      planning.take(drafts);
      return id;
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code.startsWith('RIGHTS_')) throw error;
      const { place } = row.found;
      if (error.problems.length === 0) complain(place, error.message);
      for (const { place: field, message } of error.problems)
        complain(said.get(field) ?? [...place, headOf(row.ledger, field)], message);
      return undefined;
    }
  };

  const waiting: { readonly row: Row; readonly id: RecordId; readonly later: Later }[] = [];
  for (const row of rows) {
    const read = readRecord(row, reader);
    const id = read && plan(row, read.input, read.said);
    if (id === undefined) continue;
    register.made(row, id);
    waiting.push(...read!.later.map((later) => ({ row, id, later })));
  }
  for (const { row, id, later } of waiting) {
    const add = membersIn(later, reader);
    const { kind } = row.ledger;
    if (add) plan(row, { kind, id, set: {}, sets: { [later.members.set]: { add, remove: [] } } }, new Map());
  }
  if (problems.length > 0) throw invalidRound(problems);

  const { code, name } = register.list('round')[0]!.values;
  if (index.list('round').some(({ values }) => values.code === code && values.name === name))
    throw new WorkbenchError(
      'IMPORT_DUPLICATE',
      '这个轮次已经导入过，没有重复导入。如需重新导入，请先删除原有轮次。',
    );
  return { drafts: planning.drafts, name: String(name) };
}
