import fc from 'fast-check';
import { INSPECTION_STAGES, type InspectionStage } from '../../../src-shared/domain/kinds/inspection';
import { guideFor, type GuideReader } from '../../../src-shared/domain/next-steps';
import type { Entity } from '../../../src-shared/domain/define';
import { lookup, recordOf } from './records';

const TODAY = '2026-03-20';
const round = recordOf('round', {}, { id: 'round', inspection: null });
const team = recordOf('team', {}, { id: 'team', parent: 'round', inspection: null });
const member = recordOf('member', {}, { parent: 'team', inspection: null });
const inspection = (values: Entity['values'] = {}) =>
  recordOf('inspection', values, { id: 'unit', parent: 'round', inspection: 'unit' });
const dates = { enterOn: '2026-03-02', leaveOn: '2026-03-27' };
const ofUnit = (kind: string, values: Entity['values'] = {}, more: Partial<Entity> = {}) =>
  recordOf(kind, values, { parent: 'unit', inspection: 'unit', ...more });

function readerOf(records: readonly Entity[]): GuideReader {
  return { ...lookup(records, TODAY), list: (kind) => records.filter((e) => e.kind === kind) };
}
const guide = (...records: Entity[]) => {
  const unit = records.find((e) => e.kind === 'inspection');
  return guideFor(unit, readerOf(records));
};
/** The labels of what is still to be done. */
const open = (...records: Entity[]) =>
  guide(...records)
    .steps.filter((step) => !step.done)
    .map((step) => step.label);

/** A unit in a stage whose beginning lies behind it, with whatever else there is. */
const inStage = (stage: InspectionStage, ...more: Entity[]) =>
  [round, team, member, inspection({ ...dates, stage }), ofUnit('interview'), ...more] as const;

describe('from nothing to the first talk', () => {
  it('leads through five steps, in their order', () => {
    expect(open()).toEqual([
      '新建轮次',
      '登记组员；再到“设置”里给每人添加使用者',
      '登记被巡察单位，建立巡察任务',
      '填写进驻、撤点日期',
      '登记第一次谈话',
    ]);
    expect(open(round, team, member)).toHaveLength(3);
    expect(open(round, team, member, inspection(dates))).toEqual(['登记第一次谈话']);
  });

  it('asks for both days, and counts none that is blank', () => {
    expect(open(round, team, member, inspection({ ...dates, leaveOn: ' ' }))).toContain('填写进驻、撤点日期');
  });

  it('gives way to the stage once it has been gone', () => {
    expect(guide(...inStage('onSite')).title).toBe('下一步：进驻了解');
  });
});

describe('the steps of a stage', () => {
  it('on site: what has not been done yet', () => {
    expect(open(...inStage('onSite', ofUnit('responseBatch'), ofUnit('forum')))).toEqual([
      '调阅资料',
      '把发现的问题写成底稿',
    ]);
  });

  it('reporting: how many papers, documents and clues are left', () => {
    const records = [
      ofUnit('workingPaper', { state: 'toSign' }),
      ofUnit('workingPaper', { state: 'signed' }),
      ofUnit('workingPaper'),
      ofUnit('documentRequest', { state: 'reading' }),
      ofUnit('clue', { state: 'drafted' }),
      ofUnit('clue', { state: 'transferred' }),
    ];
    expect(open(...inStage('reporting', ...records))).toEqual([
      '底稿全部复核、审签（还有2份）',
      '归还调阅资料（还有1件）',
      '移交问题线索（还有1件）',
    ]);
  });

  it('feedback: until it is written, held and handed out', () => {
    const feedback = ofUnit('feedback', { overview: '总体较好', heldOn: '2026-03-20' });
    expect(open(...inStage('feedback', feedback))).toEqual(['写好意见建议', '导出反馈意见']);
    const advice = recordOf('advice', {}, { parent: feedback.id, inspection: 'unit' });
    const entry = ofUnit('exportEntry', { document: '反馈意见' });
    expect(open(...inStage('feedback', feedback, advice, entry))).toEqual([]);
  });

  it('rectifying: an item for every problem that counts, begun, done', () => {
    const paper = ofUnit('workingPaper', { state: 'fedBack' });
    const other = ofUnit('workingPaper', { state: 'rectifying' });
    const dropped = ofUnit('workingPaper', { state: 'notAdopted' });
    const item = ofUnit('rectificationItem', { state: 'done' }, { parent: paper.id });
    expect(open(...inStage('rectifying', paper, other, dropped, item))).toEqual([
      '为每个反馈问题建立整改事项（还有1个问题）',
    ]);
    const second = ofUnit('rectificationItem', {}, { parent: other.id });
    expect(open(...inStage('followUp', paper, other, item, second))).toEqual([
      '整改事项全部启动（还有1项）',
      '整改事项全部完成（还有1项）',
    ]);
  });

  it('looks at no other unit', () => {
    const foreign = recordOf('workingPaper', { state: 'draft' }, { inspection: 'other' });
    expect(open(...inStage('reporting', ofUnit('workingPaper', { state: 'signed' }), foreign))).toEqual([]);
  });

  it('an archived unit has nothing left', () => expect(guide(...inStage('archived')).steps).toEqual([]));
});

describe('the stage that lags behind the work', () => {
  const ahead = (...records: Entity[]) => guide(...records).ahead;

  it('is pointed out with what shows it, and only its next step is offered', () => {
    const talks = [ofUnit('interview'), ofUnit('interview')];
    expect(ahead(...inStage('preparing', ...talks))).toEqual({
      because: '已有谈话3次',
      step: '转入进驻了解',
    });
    const item = ofUnit('rectificationItem');
    expect(ahead(...inStage('onSite', item))).toEqual({ because: '已有整改事项1项', step: '转入报告' });
    expect(ahead(...inStage('rectifying', item))).toBeUndefined();
  });

  it('is seen before the beginning has been gone', () => {
    expect(ahead(round, inspection(dates))).toEqual({
      because: '2026年3月2日已进驻',
      step: '转入进驻了解',
    });
  });

  it('is not seen in what is still to come', () => {
    const feedback = ofUnit('feedback', { heldOn: '2026-03-21' });
    expect(ahead(...inStage('reporting', feedback))).toBeUndefined();
    expect(ahead(round, inspection({ enterOn: '2026-03-21' }))).toBeUndefined();
  });

  it('never offers a step back, nor one from the last stage', () => {
    const stage = fc.constantFrom(...(Object.keys(INSPECTION_STAGES) as InspectionStage[]));
    const kinds = fc.subarray(['feedback', 'rectificationItem', 'interview', 'workingPaper']);
    fc.assert(
      fc.property(stage, kinds, (now, made) => {
        const found = ahead(...inStage(now, ...made.map((kind) => ofUnit(kind, { heldOn: '2026-01-01' }))));
        expect(found?.step ?? '转入').toMatch(/^转入/);
        if (now === 'archived') expect(found).toBeUndefined();
      }),
    );
  });
});
