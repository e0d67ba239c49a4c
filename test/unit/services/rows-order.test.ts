/** Rows in one order, wherever they stand: some have no place, as after two laptops were joined or a list was read in. */
import { planPaper } from '../../../src-main/services/papers';
import { ruleContext, save } from '../../../src-main/services/records';
import { kinds } from '../../../src-shared/domain/kinds';
import { rowsOf } from '../../../src-shared/domain/rows';
import { inspectionOf, numbered, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);

it('stand in the ledger, the feedback and the form as on the screen', () => {
  const workspace = desk.open();
  const inspection = inspectionOf(workspace, 'U1').id;
  const item = numbered(workspace, 'rectificationItem', 'ZG-03');
  const [feedback] = workspace.index.children(inspection, 'feedback');
  for (const [kind, parent] of [
    ['measure', item.id],
    ['advice', feedback!.id],
  ] as const) {
    save(workspace, { kind, parent, set: { content: `${kind}没有序号的一条` } });
    save(workspace, { kind, parent, set: { content: `${kind}第九条`, position: 9 } });
  }
  const context = ruleContext(workspace);
  const onScreen = (parent: string, kind: string) =>
    rowsOf(context, parent, kind).map(({ values }) => String(values.content));
  const modelOf = (paper: 'ledger' | 'feedback') =>
    JSON.stringify(planPaper(workspace, { paper, inspection }).order);
  const placesIn = (text: string, wanted: readonly string[]) => wanted.map((one) => text.indexOf(one));
  for (const [paper, wanted] of [
    ['ledger', onScreen(item.id, 'measure')],
    ['feedback', onScreen(feedback!.id, 'advice')],
  ] as const) {
    const places = placesIn(modelOf(paper), wanted);
    expect([paper, wanted.at(-1), places.includes(-1)]).toEqual([
      paper,
      expect.stringContaining('没有序号'),
      false,
    ]);
    expect([paper, places]).toEqual([paper, [...places].sort((a, b) => a - b)]);
  }
  const [, said] = Object.entries(kinds.rectificationItem.computed).find(([, one]) =>
    one.label.includes('措施'),
  )!;
  expect(placesIn(said.text(item, context), onScreen(item.id, 'measure'))).not.toContain(-1);
});
