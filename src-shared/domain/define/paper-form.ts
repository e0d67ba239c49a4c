/**
 * What a kind's papers are: the group's own form and list, and the copies that a person outside the group gets or signs.
 * A copy for outsiders names every field that stands on it; what it does not name cannot get there (domain.md §2).
 */
import type { Entity, RuleContext } from './entity';
import type { SigningAct } from './signing';

/** Rows printed as running text 问：… 答：…, by their field names. */
export interface Dialogue {
  readonly question: string;
  readonly answer: string;
  /** A remark of the group on an answer; only on the group's own copy. */
  readonly remark?: string;
}

/**
 * Who reads a copy: `signer`, a person who signs his own words; `unit`, the inspected unit, whose copies hold only fields
 * that may reach it (`forUnit`).
 */
export type CopyAudience = 'signer' | 'unit';

/**
 * Whose right it is to hand a copy out. `organisers`: as papers for the unit, and cleared like them. `readers`: everybody
 * who may read the record; then nothing on it may need to be cleared of names, for what is left out of a text tells a
 * reader who may not know.
 */
export type HandOut = 'organisers' | 'readers';

interface OutsideCopy {
  /** Part of the request: lower-case, lasting. */
  readonly id: string;
  /** How the print dialog calls it: 签字稿. */
  readonly label: string;
  /** Who gets it, e.g. 谈话对象. */
  readonly reader: string;
  readonly audience: CopyAudience;
  readonly handOut: HandOut;
}

export interface CopySection {
  readonly title: string;
  /** Names of fields and of computed columns. */
  readonly fields: readonly string[];
}

/** A form of one record for somebody outside the group. */
export interface FormCopyDefinition extends OutsideCopy {
  /** Title on the paper, where it is not that of the group's form. */
  readonly title?: string;
  /** Whether the record's number stands above the table. Numbers of the group's own say nothing to a unit. */
  readonly numbered: boolean;
  readonly sections: readonly CopySection[];
  /** Kinds of rows; a {@link Dialogue} without its remark. */
  readonly rows?: readonly string[];
  /** What the person declares above the signature. */
  readonly statement?: string;
  readonly opinions?: readonly string[];
  readonly signatures: readonly string[];
  /** Who signs at the foot of every page. */
  readonly everyPage?: string;
  /** An empty one for writing by hand: rows become this many pages of ruled lines. */
  readonly blank?: { readonly label: string; readonly ruledPages: number };
}

/** One piece of a letter: a heading of the first level with its text; a line break makes a paragraph. */
export interface LetterPart {
  readonly heading: string;
  readonly text: string;
}

/** What a letter to the unit says; who it is to and from is known from the inspection. */
export interface Letter {
  readonly title: string;
  /** 编号 as printed under the title. */
  readonly number: string;
  /** The day it is dated; absent: left to be filled in by hand. */
  readonly date?: string;
  readonly opening: string;
  readonly parts: readonly LetterPart[];
  /** The slip that comes back: its title, what is declared, who signs, and boxes to fill in. */
  readonly receipt: {
    readonly title: string;
    readonly statement: string;
    readonly signatures: readonly string[];
    readonly reply: {
      readonly title: string;
      readonly labels: readonly string[];
      readonly signatures: readonly string[];
    };
  };
}

/** A letter to the unit made of one record. */
export interface LetterCopyDefinition extends OutsideCopy {
  readonly letter: (record: Entity, context: RuleContext) => Letter;
}

export type PaperCopy = FormCopyDefinition | LetterCopyDefinition;

export const isLetter = (copy: PaperCopy): copy is LetterCopyDefinition => 'letter' in copy;

/** A printed list for somebody outside the group; all of one unit. */
export interface RegisterCopy extends OutsideCopy {
  readonly title: string;
  readonly columns: readonly string[];
  /** Columns left free to be written and signed by hand. */
  readonly signColumns: readonly string[];
  /** Labels of the line below the table. */
  readonly signLine: readonly string[];
}

/** What the printed form of a kind has beyond its fields and sections. */
export interface PaperForm {
  /** Title of the printed form, where it is not the kind's name. */
  readonly title?: string;
  /** Fields of the screen that are not on paper: states and what is signed by hand. */
  readonly omit?: readonly string[];
  /** Sections that stand after the rows: what comes at the end of the work stands at the end of the form. */
  readonly last?: readonly string[];
  /** A section of computed columns after those of the fields. */
  readonly computed?: CopySection;
  /** Kinds of rows that are printed, in order. */
  readonly rows?: readonly string[];
  readonly dialogues?: Readonly<Record<string, Dialogue>>;
  /** Boxes left free for an opinion, a signature and a date by hand. */
  readonly opinions?: readonly string[];
  /** In which of these boxes the signature stands that was given with an act of signing, by the label of the box. */
  readonly signedIn?: Readonly<Record<string, SigningAct>>;
  /** Lines left free for a signature and a date by hand: of the group and its offices only. */
  readonly signatures?: readonly string[];
  readonly copies?: readonly PaperCopy[];
  /** The group's printed list of its records. */
  readonly register?: { readonly title?: string };
  readonly registers?: readonly RegisterCopy[];
}

/** The group's own form, and an empty one. */
export const GROUP_COPY = 'group';
export const BLANK_COPY = 'blank';
/** The group's own part of an empty form whose other part a person outside signs. */
export const BLANK_GROUP_COPY = 'blankGroup';
/** The group's own list. */
const GROUP_REGISTER = 'group';

/** The copy of a form that a person outside the group gets, by its id. */
export const copyOf = ({ copies = [] }: PaperForm, id: string): PaperCopy | undefined =>
  copies.find((copy) => copy.id === id);

/** The copy whose empty edition is the empty form of the kind, where there is such. */
export const blankCopyOf = ({ copies = [] }: PaperForm): FormCopyDefinition | undefined =>
  copies.find((copy): copy is FormCopyDefinition => !isLetter(copy) && copy.blank !== undefined);

/** What a person may choose from when printing a form: the outsiders' copies first, they are handed out most. */
export function formCopies(paper: PaperForm): readonly { readonly id: string; readonly label: string }[] {
  const blank = blankCopyOf(paper);
  return [
    ...(paper.copies ?? []).map(({ id, label }) => ({ id, label })),
    { id: GROUP_COPY, label: '组内留存' },
    ...(blank
      ? [
          { id: BLANK_COPY, label: blank.blank!.label },
          { id: BLANK_GROUP_COPY, label: '空白组内附页' },
        ]
      : [{ id: BLANK_COPY, label: '空白表' }]),
  ];
}

/** What a person may choose from when printing a list. */
export const registerCopies = ({
  registers = [],
}: PaperForm): readonly { readonly id: string; readonly label: string }[] => [
  { id: GROUP_REGISTER, label: '组内登记表' },
  ...registers.map(({ id, label }) => ({ id, label })),
];

interface Printable {
  readonly fields: Readonly<Record<string, { readonly info: { readonly audience: string } }>>;
  readonly computed: Readonly<Record<string, { readonly audience?: 'unit' }>>;
}

/** What is wrong with a kind's copies: a field that is not there, or one of the group's own on a copy for the unit. */
export function copyFaults(
  { copies = [], registers = [] }: PaperForm,
  fields: Printable['fields'],
  computed: Printable['computed'],
): readonly string[] {
  const named = [
    ...copies.flatMap((copy) =>
      isLetter(copy) ? [] : copy.sections.flatMap((s) => s.fields.map((field) => ({ copy, field }))),
    ),
    ...registers.flatMap((copy) => copy.columns.map((field) => ({ copy, field }))),
  ];
  return named.flatMap(({ copy, field }) => {
    const found = computed[field]?.audience ?? fields[field]?.info.audience;
    if (!(field in computed) && !(field in fields)) return [`no field ${field} for ${copy.id}`];
    return copy.audience === 'unit' && found !== 'unit' ? [`${field} may not stand on ${copy.id}`] : [];
  });
}
