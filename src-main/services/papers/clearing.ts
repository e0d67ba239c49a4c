/**
 * What people wrote, on its way into a paper for the inspected unit: names masked, secrets found, and what may be a name or
 * a word kept in mind until a person decides it. Every text is read here with its record and field, so that whatever is
 * wrong is told where it stands (“WT-13 的事实”).
 */
import { numberBook } from '../../clearance/clue-numbers';
import { isSpokenOf, nameBook } from '../../clearance/find';
import { maskedName } from '../../clearance/masking';
import { textBook } from '../../clearance/secret-texts';
import { sentenceAround } from '../../clearance/sentence';
import { foldText } from '../../clearance/spelling';
import { standingIn, type Standing } from '../../clearance/standing';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { Entity, RuleContext } from '../../../src-shared/domain/define';
import type { NameAnswer } from '../../../src-shared/domain/kinds/name-decision';
import { NAME_ROLES, type NameRoleName } from '../../../src-shared/domain/name-roles';
import { computedOf, infoOf, titleOf } from '../../../src-shared/domain/words';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { OwnPaper } from '../../../src-shared/papers';
import type { RecordId } from '../../../src-shared/merge/change';
import type { Forbidden } from '../../word';
import { knownNames } from './known-names';
import type { InspectionRecords } from './source';
import type { RecordIndex } from '../index-of-records';

/** Where a text stands that people wrote. */
export interface Place {
  readonly record: RecordId;
  readonly field: string;
  /** `WT-13 的事实`. */
  readonly words: string;
}

/**
 * `name`: a word that may be somebody's name. `text`: words that stand in a secret text too. `number`: may be the number of a
 * clue. `clueNumber`: is one; it can only be left out.
 */
export type UndecidedKind = 'name' | 'text' | 'number' | 'clueNumber';

/** Something that a person must look at before the paper can be made. */
export interface Undecided {
  readonly kind: UndecidedKind;
  readonly word: string;
  readonly sentence: string;
  /** The word in the sentence: [from, to). */
  readonly from: number;
  readonly to: number;
  readonly place: Place;
}

/** A name or number that stands in the finished paper: to be confirmed, never a reason to refuse. */
export interface Stands extends Standing {
  readonly place: Place;
}

export interface Clearing {
  /** The words of a field as they may stand in the paper; an empty text where it has none. */
  words(entity: Entity | undefined, field: string): string;
  /** The same for a text made of the record: `field` is the name of a field, or a heading. */
  text(text: string, entity: Entity, field: string): string;
  /** As {@link Clearing.words} for a field that names the people whose office it is: they stand, nothing else is let through. */
  office(entity: Entity | undefined, field: string): string;
  readonly undecided: readonly Undecided[];
  readonly standing: readonly Stands[];
  /** @throws WorkbenchError DOCUMENT_LEAK, PAPER_UNDECIDED where something read so far cannot leave like that */
  demandCleared(): void;
  /** For the second guard, which looks through the finished file. */
  readonly forbidden: Forbidden;
}

/** Under what a decision is kept. */
const keyOf = (word: string, sentence = ''): string => `${foldText(word)}\n${foldText(sentence)}`;

/** What people decided in this unit so far, by word and by word and sentence. */
function decisionsOf(index: RecordIndex, inspection: RecordId): ReadonlyMap<string, NameAnswer> {
  const answers = new Map<string, NameAnswer>();
  for (const { values } of index.children(inspection, 'nameDecision')) {
    const { word, sentence, is } = values as { word?: string; sentence?: string; is?: NameAnswer };
    if (word && is) answers.set(keyOf(word, sentence), is);
  }
  return answers;
}

/** `WT-13 的事实`: a record by its number, else by that of the record above it; else by its kind. */
function placeOf(entity: Entity, field: string, get: RuleContext['get']): Place {
  const kind = kindOf(entity.kind);
  const numbered = (record: Entity | undefined) =>
    typeof record?.values.code === 'string' ? record.values.code : '';
  const above = entity.parent ? get(entity.parent) : undefined;
  const { position } = entity.values;
  const said = kind && (infoOf(kind, field)?.label ?? computedOf(kind, field)?.label);
  const label = `${said ?? field}${typeof position === 'number' ? position : ''}`;
  const called =
    numbered(entity) ||
    numbered(above) ||
    kindOf(above?.kind === 'inspection' ? entity.kind : (above?.kind ?? ''))?.label;
  return { record: entity.id, field, words: `${called || titleOf(entity)} 的${label}` };
}

interface PeopleOfPaper {
  /** Must not stand. */
  readonly masked: ReadonlySet<string>;
  /** Of those, who may stand where a person says so of the sentence. */
  readonly asked: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
}

/** Who must not be named in this paper, and whose names stay. */
function peopleFor(
  byRole: ReadonlyMap<NameRoleName, ReadonlySet<string>>,
  people: OwnPaper['people'],
  approved: boolean,
): PeopleOfPaper {
  const masked = new Set<string>();
  const asked = new Set<string>();
  const kept = new Set<string>();
  const office = new Set([...(byRole.get('official') ?? [])].map(foldText));
  const informants = byRole.get('reporter') ?? new Set();
  for (const [as, names] of byRole) {
    const { stands } = NAME_ROLES[as];
    for (const name of names) {
      // Whose office puts him into the unit's papers stands there like his colleagues: leaving him out would tell of him.
      const byOffice = office.has(foldText(name)) && (people !== 'approved' || approved);
      const agreed = approved && stands === 'agreed' && !informants.has(name);
      if (stands === 'open' || byOffice || agreed) kept.add(name);
      else {
        masked.add(name);
        if (approved && stands === 'asked' && !informants.has(name)) asked.add(name);
      }
    }
  }
  for (const name of masked) kept.delete(name);
  return { masked, asked, kept };
}

/** A place in a text that must not leave as it stands, and what would stand instead. */
interface Hit {
  readonly kind: UndecidedKind;
  readonly from: number;
  readonly to: number;
  readonly instead: string;
  /** Nobody needs to be asked. */
  readonly certain: boolean;
}

/**
 * Starts a clearing for one paper of one unit, by what the vault holds and what people decided.
 * @param people whose names may stand in the paper, as its definition says
 */
export function clearingFor(
  index: RecordIndex,
  records: InspectionRecords,
  people?: OwnPaper['people'],
): Clearing {
  const { inspection, unit, round, team, term } = records;
  const known = knownNames(index, inspection.id);
  const approved = people === 'approved' && records.list('feedback')[0]?.values.namesApproved === true;
  const { masked, asked, kept } = peopleFor(known.byRole, people, approved);
  const fixed = [
    ...index.list('unit').flatMap(({ values }) => [values.name, values.shortName]),
    unit.values.subordinates,
    round.values.name,
    round.values.sendingCommittee,
    team?.values.name,
    term?.values.name,
  ].filter((text): text is string => typeof text === 'string' && text !== '');
  const answers = decisionsOf(index, inspection.id);
  const allowed = [...answers].flatMap(([key, is]) => (is === 'word' ? [key.split('\n')[0]!] : []));
  const open = [...kept, ...fixed];
  const names = nameBook(masked, open);
  const numbers = numberBook(known.codes);
  const texts = textBook(known.texts, fixed);
  const undecided = new Map<string, Undecided>();
  const read: { cleared: string; place: Place }[] = [];

  function ask({ kind, from, to }: Hit, text: string, place: Place): NameAnswer | undefined {
    const around = sentenceAround(text, from, to);
    const word = text.slice(from, to);
    const here = answers.get(keyOf(word, around.sentence));
    // A word decided for the whole unit is asked about again where it is spoken of as a person.
    const anywhere = kind === 'name' && isSpokenOf(text, from, to) ? undefined : answers.get(keyOf(word));
    const answer = here ?? anywhere;
    if (answer === undefined || (answer === 'word' && kind === 'clueNumber')) {
      undecided.set(`${place.record} ${place.field} ${from} ${kind}`, { kind, word, ...around, place });
      return undefined;
    }
    return answer;
  }

  /** Everything in a text that must not leave as it stands, in the order of the text; of two that overlap the first. */
  function hitsIn(text: string, byOffice: boolean): readonly Hit[] {
    const found: Hit[] = [
      ...numbers.in(text).map(({ from, to, certain }): Hit => {
        return { kind: certain ? 'clueNumber' : 'number', from, to, instead: '××', certain: false };
      }),
      ...texts
        .in(text)
        .map(({ from, to }): Hit => ({ kind: 'text', from, to, instead: '……', certain: false })),
      ...(byOffice ? [] : names.in(text)).map(({ from, to, name, certain }): Hit => {
        return { kind: 'name', from, to, instead: maskedName(name), certain: certain && !asked.has(name) };
      }),
    ];
    return found.sort((a, b) => a.from - b.from);
  }

  function clear(text: string, place: Place, byOffice: boolean): string {
    let out = '';
    let at = 0;
    for (const hit of hitsIn(text, byOffice)) {
      const hides = hit.certain || ask(hit, text, place) === 'name';
      if (!hides || hit.from < at) continue;
      out += text.slice(at, hit.from) + hit.instead;
      at = hit.to;
    }
    return out + text.slice(at);
  }

  function text(value: string, entity: Entity, field: string, byOffice = false): string {
    if (value === '') return '';
    const place = placeOf(entity, field, records.context.get);
    const cleared = clear(value, place, byOffice);
    if (!byOffice) read.push({ cleared, place });
    return cleared;
  }

  function ofField(entity: Entity | undefined, field: string, byOffice: boolean): string {
    const value = entity?.values[field];
    if (entity === undefined || typeof value !== 'string') return '';
    if (kindOf(entity.kind)?.fields[field]?.info.audience !== 'unit')
      throw new Error(`${entity.kind}.${field} is not for the unit`);
    return text(value, entity, field, byOffice);
  }

  return {
    words: (entity, name) => ofField(entity, name, false),
    text: (value, entity, field) => text(value, entity, field),
    office: (entity, name) => ofField(entity, name, true),
    get undecided() {
      return [...undecided.values()];
    },
    get standing() {
      // Every text is cut into words for it: not for a paper that nobody looks at.
      return read.flatMap(({ cleared, place }) =>
        standingIn(cleared, fixed).map((found) => ({ ...found, place })),
      );
    },
    demandCleared() {
      const list = [...undecided.values()];
      const numbered = list.filter(({ kind }) => kind === 'clueNumber');
      if (numbered.length > 0) throw refusal(numbered);
      if (list.length > 0) throw undecidedError(list);
    },
    forbidden: {
      names: [...masked],
      texts: known.texts,
      codes: known.codes,
      kept: open,
      allowed,
    },
  };
}

function refusal(list: readonly Undecided[]): WorkbenchError {
  const problems = [...new Set(list.map(({ place }) => place.words))].map((place): Problem => ({
    place,
    message: QUESTIONS.clueNumber,
  }));
  const shown = problems.slice(0, 3).map(({ place, message }) => place + message);
  const more = problems.length > 3 ? `等共${problems.length}处` : '';
  return new WorkbenchError(
    'DOCUMENT_LEAK',
    `没有生成文件：${shown.join('；')}${more}。请改写这些记录，或在核定中隐去后重新生成。`,
    problems,
  );
}

const QUESTIONS: Record<UndecidedKind, string> = {
  clueNumber: '含有问题线索编号',
  name: '是人名还是普通词',
  text: '与保密内容文字相同，能否写出',
  number: '是否线索编号',
};

function undecidedError(list: readonly Undecided[]): WorkbenchError {
  return new WorkbenchError(
    'PAPER_UNDECIDED',
    `有${list.length}处须先核定才能生成文件：文字可能是人名，也可能是普通词。请逐处选择后重新生成。`,
    list.map(({ kind, word, sentence, place }) => ({
      place: place.words,
      message: `“${word}”${QUESTIONS[kind]}：${sentence}`,
    })),
  );
}
