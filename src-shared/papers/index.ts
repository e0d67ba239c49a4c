/** Every paper, in the order in which a person is offered them. One line a paper. */
import type { AnyKind } from '../domain/define';
import type { Role } from '../domain/roles';
import type { Edition, PaperDefinition, PaperLayout, PaperOf } from './define-paper';
import { announcement } from './announcement';
import { feedback } from './feedback';
import { form } from './form';
import { inquiryLetter } from './inquiry-letter';
import { ledger } from './ledger';
import { questionnaire } from './questionnaire';
import { register } from './register';
import { tally } from './tally';
import { weekly } from './weekly';
import { weeklySummary } from './weekly-summary';

export * from './define-paper';

const byId = <T extends { readonly [P in keyof T]: PaperDefinition & { readonly id: P } }>(all: T): T => all;

export const papers = byId({
  feedback,
  ledger,
  announcement,
  form,
  register,
  questionnaire,
  tally,
  inquiryLetter,
  weekly,
  weeklySummary,
});

export type Papers = typeof papers;
export type PaperId = keyof Papers;
/** The papers that are of one thing. */
export type PaperIdOf<O extends PaperOf> = {
  [P in PaperId]: Papers[P]['of'] extends O ? P : never;
}[PaperId];

export const PAPER_IDS = Object.keys(papers) as readonly PaperId[];
export const isPaperId = (id: string): id is PaperId => Object.hasOwn(papers, id);
/** The definition of a paper, of any sort. */
export const paperOf = (id: PaperId): PaperDefinition => papers[id];
/** The ids of the papers that are of one thing. */
export const paperIdsOf = <O extends PaperOf>(of: O): readonly PaperIdOf<O>[] =>
  PAPER_IDS.filter((id): id is PaperIdOf<O> => papers[id].of === of);

/** The ways in which a paper can be made. @param kind of the record or list; of no account for a paper of its own */
export const layoutsOf = (paper: PaperDefinition, kind: AnyKind | undefined): readonly PaperLayout[] =>
  'layouts' in paper ? paper.layouts : kind ? paper.layoutsOf(kind) : [];

/** Who gets a paper in one of its layouts; undefined where a paper that every kind has is asked for of none. */
export function editionOf(
  paper: PaperDefinition,
  kind: AnyKind | undefined,
  layout: string,
): Edition | undefined {
  if ('editionOf' in paper) return kind && paper.editionOf(kind, layout);
  return { ...paper, title: paper.label };
}

/** Whether a role hands a paper out, as far as the role goes. */
export const handsOut = (role: Role, { handedOutBy }: Pick<Edition, 'handedOutBy'>): boolean =>
  handedOutBy === 'readers' || handedOutBy.includes(role);

/** Whether a paper is made of records of a kind. */
const isOfKind = (paper: PaperDefinition, kind: string | undefined): boolean =>
  !('layouts' in paper) || paper.kind === undefined || paper.kind === kind;

/** The papers of one thing whose button stands in a place. @param kind of the record there, where there is one */
export function papersOn<O extends PaperOf>(of: O, place: string, kind?: string): readonly PaperIdOf<O>[] {
  const here = paperIdsOf(of).filter((id) => {
    const paper = paperOf(id);
    return (paper.buttonOn as readonly string[]).includes(place) && isOfKind(paper, kind);
  });
  const instead = here.filter((id) => 'insteadOfForm' in papers[id]);
  return instead.length > 0 ? instead : here;
}
