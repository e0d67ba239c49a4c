/** What the model of a paper is made from, and what comes of it. */
import type { AnyKind, Entity, IsoDate } from '../../../src-shared/domain/define';
import type { PaperId, PaperOf, Papers } from '../../../src-shared/papers';
import type { ModelOf } from '../../word';
import type { Layout } from '../../word/page/layout';
import type { Clearing } from './clearing';
import type { PrintDesk } from './record-form';
import type { InspectionRecords } from './source';

/** What must be known of a unit before anything of it leaves cleared as for the unit. */
export interface UnitDesk {
  readonly records: InspectionRecords;
  readonly clearing: Clearing;
}

export interface UnitSource extends UnitDesk {
  readonly today: IsoDate;
  /** The id of the layout asked for. */
  readonly layout: string;
}

export interface RecordSource {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly layout: string;
  readonly desk: PrintDesk;
  /** Only where the paper is cleared as for the unit. */
  readonly unit?: UnitDesk;
}

export interface ListSource {
  readonly kind: AnyKind;
  /** At least one, no drafts, in the order asked for. */
  readonly rows: readonly Entity[];
  readonly layout: string;
  readonly desk: PrintDesk;
}

export interface RoundSource {
  readonly round: Entity;
  /** A day of the week that the paper is of. */
  readonly on?: IsoDate;
  readonly layout: string;
  readonly desk: PrintDesk;
}

interface Sources extends Record<PaperOf, object> {
  readonly unit: UnitSource;
  readonly record: RecordSource;
  readonly list: ListSource;
  readonly round: RoundSource;
}
export type SourceOf<P extends PaperId> = Sources[Papers[P]['of']];

export interface Made<M> {
  readonly model: M;
  /** The day in the file's name; today where absent. */
  readonly day?: IsoDate;
  /** What stands around the text; nothing where absent. */
  readonly frame?: Layout;
}

/** From the records to what a paper is set from. @throws WorkbenchError REPORT_*, PAPER_* */
export type MakeModel<P extends PaperId> = (source: SourceOf<P>) => Made<ModelOf<P>>;
