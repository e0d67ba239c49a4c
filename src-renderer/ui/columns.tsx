/** Looks of columns that more than one feature's table has. */
import type { AnyKind } from '../../src-shared/domain/define';
import type { ColumnLook } from './record-columns';
import { StateSteps } from './state-steps';

/** A state with a button for each step forward, taken without opening the record. */
export function stepColumn(kind: AnyKind, field: string, width: number): ColumnLook {
  return {
    key: field,
    width,
    render: (row) => <StateSteps kind={kind} record={row} field={field} forwardOnly />,
  };
}
