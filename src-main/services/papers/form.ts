/** From a record to its form in one of the kind's copies, or to the letter that the kind makes of it. */
import type { AnyKind, Entity, RuleContext } from '../../../src-shared/domain/define';
import {
  type BLANK_COPY,
  type BLANK_GROUP_COPY,
  copyOf,
  type GROUP_COPY,
  isLetter,
} from '../../../src-shared/domain/define/paper-form';
import { issuesOf } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import { letterModel } from './letter';
import type { MakeModel } from './make';
import { copyFormModel, groupFormModel } from './record-form';
import { str } from './source';

export const form: MakeModel<'form'> = ({ kind, record, layout, desk, unit }) => {
  const copy = copyOf(kind.paper, layout);
  if (!copy) {
    const own = layout as typeof GROUP_COPY | typeof BLANK_COPY | typeof BLANK_GROUP_COPY;
    return { model: groupFormModel(kind, record, own, desk) };
  }
  if (!isLetter(copy)) return { model: copyFormModel(kind, record, copy, desk) };
  demandComplete(kind, record, desk.context);
  const { records, clearing } = unit!;
  const model = letterModel(
    copy.letter(record, desk.context),
    records,
    (text, label) => clearing.text(text, record, label),
    desk.context.today,
  );
  return { model };
};

/** A letter says what is done by when: it does not leave with gaps. @throws WorkbenchError REPORT_INCOMPLETE */
function demandComplete(kind: AnyKind, record: Entity, context: RuleContext): void {
  const gaps = issuesOf(kind, record, context).filter(({ level }) => level === 'error');
  if (gaps.length === 0) return;
  throw new WorkbenchError(
    'REPORT_INCOMPLETE',
    `“${kind.label}”还缺内容：${gaps.map(({ message }) => message).join('；')}。请补齐后再打印。`,
    gaps.map(({ message }) => ({ place: str(record, 'code') || kind.label, message })),
  );
}
