/** Where the person is: round, unit (one inspection), page and open record; session/desk.ts keeps it for the next time. */
import { create } from 'zustand';
import type { RecordId } from '../../src-shared/merge/change';
import type { DeskPlace } from '../../src-shared/contract';
import { grantOf } from '../../src-shared/domain/access';
import { hasPage, kinds, pageKindOf, type PagedKind } from '../../src-shared/domain/kinds';
import type { Entity } from '../../src-shared/domain/define';
import type { AskedFigure } from '../../src-shared/domain/figures';
import type { Role } from '../../src-shared/domain/roles';

/** Pages of no kind of their own. */
const OTHER_PAGES = ['today', 'conflicts', 'setup', 'packets', 'bin'] as const;
type OtherPage = (typeof OTHER_PAGES)[number];
export type PageId = OtherPage | PagedKind;

/** A field of a record or of a row, by the id of its input, and the words in it that are to be seen. */
export interface CursorTarget {
  readonly input: string;
  readonly words?: string;
  /** Where one comes back to, how far the form was scrolled, in pixels: the cursor goes there as it was left. */
  readonly top?: number;
}

/** The number whose records are being looked at, and where the person was when he asked. */
export interface OpenedFigure {
  readonly asked: AskedFigure;
  readonly from: Pick<Navigation, 'page' | 'record' | 'round' | 'inspection'>;
  /** Whether its records are listed; otherwise one of them is open. */
  readonly listed: boolean;
}

export interface Navigation {
  readonly round?: RecordId;
  /** The unit at work: one inspection. */
  readonly inspection?: RecordId;
  readonly page: PageId;
  readonly record?: RecordId;
  /** Whether the list beside an open form is folded away, so that the form has the whole width. */
  readonly folded?: boolean;
  readonly opened?: OpenedFigure;
  /** The number that one has come back to: it takes the cursor. */
  readonly cameBackTo?: AskedFigure;
  /** What the cursor is to go to once it is on the screen. */
  readonly target?: CursorTarget;
  /** Goes to a page, and opens one of its records. */
  open(page: PageId, record?: RecordId): void;
  /** Changes the round and unit at work; the open record is closed, the page stays. */
  choose(round: RecordId | undefined, inspection: RecordId | undefined): void;
}

export const useNavigation = create<Navigation>()((set) => ({
  page: 'today',
  open: (page, record) => set({ page, record, opened: undefined }),
  choose: (round, inspection) => set({ round, inspection, record: undefined, opened: undefined }),
}));

const isOther = (id: string): id is OtherPage => (OTHER_PAGES as readonly string[]).includes(id);

const isPage = (id: string): id is PageId => isOther(id) || hasPage(id);

/** Whether this role may open a page: it may read or at least write its kind (打探说情: everybody writes, the leader reads). */
export function mayOpen(id: PageId, role: Role | undefined): boolean {
  if (isOther(id)) return true;
  if (role === undefined) return false;
  const { read, create } = grantOf(kinds[id], role);
  return read || create;
}

/** Back to where the person left off; to 今日 from a page that this program or this person does not have. */
export function returnTo({ page, round, inspection, record, folded, cursor }: DeskPlace, role: Role): void {
  if (isPage(page) && mayOpen(page, role))
    useNavigation.setState({ page, round, inspection, record, folded, target: cursor });
  else useNavigation.setState({ page: 'today', round, inspection, record: undefined, folded });
}

/** The page on which a kind is worked: its own, or that of what it belongs to; else the setup page. */
export const pageOf = (kind: string): PageId => pageKindOf(kind) ?? 'setup';

/** What a record needs to be shown: the page, the record to open there, and its round and unit where it has them. */
export interface Place {
  readonly page: PageId;
  readonly record: RecordId;
  readonly round?: RecordId;
  readonly inspection?: RecordId;
}

/**
 * Where a record is worked, found along its parents: an answer opens in its talk, a measure in its 整改事项.
 * @param get the record of an id, undefined where this person has none
 */
export function placeOf(entity: Entity, get: (id: RecordId) => Entity | undefined): Place {
  const page = pageOf(entity.kind);
  let record = entity.id;
  let found = entity.kind === page;
  let round: RecordId | undefined;
  let inspection = entity.inspection ?? undefined;
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let here: Entity | undefined = entity, depth = 0; here && depth < 10; depth += 1) {
    if (!found && here.kind === page) {
      record = here.id;
      found = true;
    }
    if (here.kind === 'round') round = here.id;
    if (here.kind === 'inspection') inspection = here.id;
    here = here.parent ? get(here.parent) : undefined;
  }
  return { page, record, round, inspection };
}

/** Puts the cursor into a field as soon as it is there. */
export const goToField = (record: RecordId, field: string, words?: string): void =>
  useNavigation.setState({ target: { input: `${record}-${field}`, words } });

/** Goes to a record, changing the round and the unit at work where it belongs to others. */
export function openRecord(entity: Entity, get: (id: RecordId) => Entity | undefined): void {
  const { page, record, round, inspection } = placeOf(entity, get);
  const now = useNavigation.getState();
  const nextRound = round ?? now.round;
  const nextInspection = inspection ?? (nextRound === now.round ? now.inspection : undefined);
  useNavigation.setState({
    page,
    record,
    round: nextRound,
    inspection: nextInspection,
    opened: undefined,
  });
}

/** Lists the records behind a number, over whatever the person is looking at. */
export function openFigure(asked: AskedFigure): void {
  const { page, record, round, inspection } = useNavigation.getState();
  useNavigation.setState({ opened: { asked, from: { page, record, round, inspection }, listed: true } });
}

/** Goes to one of the records behind the number; when it is closed, their list is there again ({@link openWithin}). */
export function openBehind(entity: Entity, get: (id: RecordId) => Entity | undefined): void {
  const { opened } = useNavigation.getState();
  openRecord(entity, get);
  if (opened) useNavigation.setState({ opened: { ...opened, listed: false } });
}

/** From the records of a number back to where it stood. */
export function leaveFigure(): void {
  const { opened } = useNavigation.getState();
  if (opened) useNavigation.setState({ ...opened.from, opened: undefined, cameBackTo: opened.asked });
}

/** Opens a record of a page, or closes the open one: whoever came by a number is back among its records. */
export function openWithin(page: PageId, record: RecordId | undefined): void {
  const { opened } = useNavigation.getState();
  if (record === undefined && opened)
    useNavigation.setState({ ...opened.from, opened: { ...opened, listed: true } });
  else useNavigation.setState({ page, record });
}
