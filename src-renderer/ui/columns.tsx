/** Columns that more than one feature's table has. */
import type { AnyKind } from '../../src-shared/domain/define';
import { infoOf, optionLabel } from './format';
import type { Column } from './record-table';
import { StateSteps } from './state-steps';

/**
 * A state with a button for each step forward, taken without opening the record.
 * @param before the key of the column it stands before; absent: where the kind has it
 */
export function stepColumn(kind: AnyKind, field: string, width: number, before?: string): Column {
  const info = infoOf(kind, field)!;
  const codes = info.options?.map((option) => option.code) ?? [];
  const code = (value: unknown): string => String(value ?? info.machine?.initial ?? '');
  return {
    key: field,
    before,
    title: info.label,
    width,
    text: (row) => optionLabel(info, code(row.values[field])),
    order: (row) => codes.indexOf(code(row.values[field])),
    render: (row) => <StateSteps kind={kind} record={row} field={field} forwardOnly />,
  };
}
