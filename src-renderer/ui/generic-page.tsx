/** The page of a kind that needs nothing beyond its definition, or little: a list and a form of its records. */
import { useMemo, type ComponentType } from 'react';
import { kindOf, extentOf, type PagedKind, type Extent } from '../../src-shared/domain/kinds';
import type { AnyKind, Entity, IsoDate } from '../../src-shared/domain/define';
import type { RecordId } from '../../src-shared/merge/change';
import { useRecords, useRuleContext, useToday } from '../replica';
import { KindPage, type FeatureProps, type KindPageProps } from './kind-page';

/** What its page shows, and where a new record belongs. */
interface Shown {
  readonly rows: readonly Entity[] | undefined;
  readonly parent?: RecordId | null;
  /** What is said in place of the kind's own words, where nothing can be registered yet. */
  readonly about?: string;
}

/** The records of the unit at work; of a kind that may belong to the round as well, also of its round. */
function useOfUnit(name: PagedKind, { inspection, round }: FeatureProps): Shown {
  const wide = kindOf(name)?.parents.includes('round') === true;
  const found = useRecords(name, wide ? {} : { inspection }) as readonly Entity[] | undefined;
  const rows = useMemo(
    () => (wide ? found?.filter((row) => row.inspection === inspection || row.parent === round) : found),
    [found, wide, inspection, round],
  );
  return { rows, parent: inspection };
}

function useOfRound(name: PagedKind, { round }: FeatureProps): Shown {
  return { rows: useRecords(name, { parent: round }) as readonly Entity[] | undefined, parent: round };
}

/** The records of the teams of the round; new ones go to the team of the unit at work. */
function useOfTeams(name: PagedKind, { round, inspection }: FeatureProps): Shown {
  const context = useRuleContext();
  const all = useRecords(name) as readonly Entity[] | undefined;
  const teams = useMemo(() => context.children(round, 'team').map((team) => team.id), [context, round]);
  const rows = useMemo(
    () => all?.filter((row) => row.parent !== null && teams.includes(row.parent)),
    [all, teams],
  );
  const mine = context.get(inspection)?.values.team;
  const parent = typeof mine === 'string' && teams.includes(mine) ? mine : teams[0];
  return {
    rows,
    parent,
    about: parent === undefined ? '请先在“轮次与单位”中登记巡察组。' : undefined,
  };
}

/** Everything there is: what the program itself enters, so that a person makes none. */
function useEverything(name: PagedKind): Shown {
  return { rows: useRecords(name) as readonly Entity[] | undefined };
}

const SHOWN: Readonly<Record<Extent, (name: PagedKind, props: FeatureProps) => Shown>> = {
  unit: useOfUnit,
  round: useOfRound,
  team: useOfTeams,
  everything: useEverything,
};

/** What a page may have beyond what the definition of its kind says. */
export type Own = Partial<Pick<KindPageProps, 'notice' | 'form' | 'actions' | 'looks' | 'summary'>> & {
  /** What a new record begins with, given the records there are and where it will belong. */
  readonly begin?: (
    props: FeatureProps,
    shown: Shown,
    today: IsoDate,
  ) => ReturnType<NonNullable<KindPageProps['defaults']>>;
};

/** What is given to a page anew at every drawing. */
type GenericPageProps = FeatureProps & Pick<KindPageProps, 'actions'>;

/** Makes the page of a kind. @param own the same at every call: a page never changes between two hooks */
export function genericPage(name: PagedKind, { begin, ...own }: Own = {}): ComponentType<GenericPageProps> {
  const kind = kindOf(name) as AnyKind;
  const useShown = SHOWN[extentOf(kind)];
  return function GenericPage(props) {
    const { record, onOpen, actions = own.actions } = props;
    const shown = useShown(name, props);
    const today = useToday();
    const defaults = begin && (() => begin(props, shown, today));
    return (
      <KindPage kind={kind} record={record} onOpen={onOpen} {...shown} {...own} {...{ defaults, actions }} />
    );
  };
}
