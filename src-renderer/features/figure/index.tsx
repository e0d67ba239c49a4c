/** Where a number comes from: its rule in words, and exactly the records that it counts. Each opens; closed, one is back here. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Flex, Typography } from 'antd';
import { useMemo, useRef } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import {
  figures,
  figureWords,
  recordsBehind,
  scopeWords,
  unitsIn,
  valueOf,
  type AskedFigure,
} from '../../../src-shared/domain/figures';
import { getRecord, useRuleContext } from '../../replica';
import { leaveFigure, openBehind } from '../../session/navigation';
import { isSomethingOpen } from '../../ui/keyboard';
import { useListFocus, useShortcuts } from '../../ui/page-keyboard';
import { RecordTable } from '../../ui/record-table';
import '../../ui/kind-page.css';

export default function FigureRecords({ asked }: { readonly asked: AskedFigure }) {
  const context = useRuleContext();
  const page = useRef<HTMLElement>(null);
  const figure = figures[asked.figure];
  const { rows, value, several } = useMemo(
    () => ({
      rows: recordsBehind(context, asked),
      value: valueOf(context, asked),
      several: unitsIn(asked.scope, context).length > 1,
    }),
    [context, asked],
  );
  useShortcuts(page, {
    p: () => page.current?.querySelector<HTMLElement>('[data-print]')?.click(),
    Escape: isSomethingOpen() ? undefined : leaveFigure,
  });
  useListFocus(page, true);
  const open = (id: string) => {
    const entity = getRecord(id);
    if (entity) openBehind(entity, getRecord);
  };
  return (
    <Flex vertical className="pw-page" ref={page} tabIndex={-1} component="main">
      <header className="pw-page-head">
        <Button type="text" icon={<ArrowLeftOutlined />} title="Esc" onClick={leaveFigure}>
          返回
        </Button>
        <Typography.Title level={4} className="pw-page-title">
          {`${figure.label}：${figureWords(asked.figure, value)}`}
        </Typography.Title>
      </header>
      <p className="pw-notice" role="note">
        {`${scopeWords(asked, context)}。${figure.rule}。草稿不计，只计您能看到的记录。`}
      </p>
      <RecordTable
        kind={kinds[figure.kind] as AnyKind}
        rows={rows}
        withUnit={several}
        onOpen={open}
        empty="没有计入这个数的记录。"
      />
    </Flex>
  );
}
