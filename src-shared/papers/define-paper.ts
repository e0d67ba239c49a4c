/**
 * What every house must know of a paper: the contract, the rights, the dialog, the buttons, the file name, the log of
 * exports and the command line read its definition and name no paper themselves. What it says comes from
 * `src-main/services/papers/<paper>.ts`, how it is set from `src-main/word/papers/<paper>.ts`.
 */
import type { KindName } from '../domain/kinds';
import type { Audience } from '../domain/audiences';
import type { AnyKind, Entity, RuleContext } from '../domain/define';
import type { Role } from '../domain/roles';
import type { RecordId } from '../merge/change';

/** What a paper is made of: one inspected unit, one record, the records of a list on the screen, or a whole round. */
export type PaperOf = 'unit' | 'record' | 'list' | 'round';

/** One of the ways in which a paper is set, or one of the copies of a kind's form or list. */
export interface PaperLayout {
  /** Part of the request: lasting. */
  readonly id: string;
  /** How the dialog calls it. */
  readonly label: string;
  /** What tells its file from those of the other layouts, within the file's name. */
  readonly inName?: string;
  /** Holds nothing of the record: for writing by hand. */
  readonly empty?: boolean;
}

/**
 * What a paper is cleared of before it leaves. `unit`: names, secret texts and clue numbers (`services/papers/clearing.ts`);
 * `outside`: clue numbers only, for what is left out of a text would tell a reader who may not know; `inside`: nothing.
 */
export type Clearance = 'unit' | 'outside' | 'inside';

/** Who gets a paper, who hands it out, and what does not stand on it. */
export interface Edition {
  /** What it is called: on its head, in its file's name. */
  readonly title: string;
  /** How the log of exports calls it, where not by its title. */
  readonly loggedAs?: string;
  readonly audience: Audience;
  /** The audience as the dialog says it. */
  readonly reader: string;
  /** `readers`: whoever may read what it is made of. */
  readonly handedOutBy: 'readers' | readonly Role[];
  readonly clearance: Clearance;
  readonly leftOut: { readonly heading: string; readonly lines: readonly string[] };
}

/** Something that makes a paper incomplete. */
export interface Shortcoming {
  /** The record to open. */
  readonly id: RecordId;
  readonly title: string;
  readonly message: string;
  /** It waits for a choice on the page of conflicts. */
  readonly disputed?: boolean;
  /** The paper is not made before it is put right. */
  readonly stops?: boolean;
}

/** What the check of a paper may look at: the records of whoever makes it. */
export interface PaperDesk extends RuleContext {
  list(kinds: readonly string[]): readonly Entity[];
  /** The line that stands for a record. */
  label(id: RecordId): string;
}

/** Where a button for a paper stands: on the page of a kind, or in a part that several pages have. */
export type PaperPlace = KindName | 'recordForm' | 'recordTable' | 'questionnaireTally';

interface AnyPaper {
  /** Part of the request and of the command line: lasting. */
  readonly id: string;
  /** Its official name. */
  readonly label: string;
  readonly dialogTitle: string;
  /** Whether it can go to the printer from here; official papers are printed from Word, which sets their pages. */
  readonly printable: boolean;
  readonly buttonOn: readonly PaperPlace[];
  /** Whether it goes out as Excel too: a table that stays with the group, its model a `TableModel`. */
  readonly spreadsheet?: boolean;
}

/** A paper of its own: of a unit, of the records of one kind, or of a round. */
export interface OwnPaper extends AnyPaper, Omit<Edition, 'title'> {
  readonly of: 'unit' | 'record' | 'round';
  /** Of `record`: the kind. */
  readonly kind?: KindName;
  /** Of `record`: what the dialog calls such a record; 记录 where absent. */
  readonly subject?: string;
  /** Of `record`: stands in the place of the kind's form, not beside it. */
  readonly insteadOfForm?: boolean;
  /** Of `record`: the records that stand on one sheet with it, itself among them; alone where absent. */
  readonly together?: (record: Entity, context: RuleContext) => readonly Entity[];
  /** The usual one first; at least one. */
  readonly layouts: readonly PaperLayout[];
  /** Whose names may stand in it: `approved`, of whom the leader agreed; people stand in other papers by their office. */
  readonly people?: 'approved';
  /** What makes it incomplete, the worst record first. @param of the inspection or the record */
  readonly shortcomings?: (of: RecordId, desk: PaperDesk) => readonly Shortcoming[];
}

/** A paper that every kind has, in the copies that the kind defines (`domain/define/paper-form.ts`). */
export interface KindPaper extends AnyPaper {
  readonly of: 'record' | 'list';
  /** The one that is offered first stands first. */
  readonly layoutsOf: (kind: AnyKind) => readonly PaperLayout[];
  /** @param layout the id of one of them */
  readonly editionOf: (kind: AnyKind, layout: string) => Edition;
}

export type PaperDefinition = OwnPaper | KindPaper;

/** Defines a paper; keeps the literal types of its id and of what it is of. */
export const definePaper = <const P extends PaperDefinition>(definition: P): P => definition;

/** A layout for papers that are set in one way only. */
export const ONE_LAYOUT: readonly PaperLayout[] = [{ id: 'standard', label: '通用版式' }];

/** Who reads a paper that stays with the group. */
export const INSIDE = {
  audience: 'internal',
  reader: '巡察组内部',
  handedOutBy: 'readers',
  clearance: 'inside',
  leftOut: { heading: '注意', lines: ['供组内使用和归档，不得交给被巡察单位和其他无关人员'] },
} as const satisfies Partial<Edition>;
