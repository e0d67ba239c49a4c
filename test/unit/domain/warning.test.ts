import fc from 'fast-check';
import sample from '../../../assets/sample/sample-round.json';
import { addDays } from '../../../src-shared/domain/dates';
import { filledIn, findStep, type IsoDate } from '../../../src-shared/domain/define';
import {
  RECTIFICATION_STATES,
  rectificationState,
  warningOf,
  type RectificationState,
} from '../../../src-shared/domain/kinds/rectification-item';
import { lookup, recordOf } from './records';

const TODAY = '2026-03-20' as IsoDate;
const open = { state: 'inProgress' };
const due = (daysLeft: number, rest: object = {}) =>
  warningOf({ ...open, dueOn: addDays(TODAY, daysLeft), ...rest }, TODAY);

const stateOf = (word: string) =>
  (Object.keys(RECTIFICATION_STATES) as RectificationState[]).find(
    (code) => RECTIFICATION_STATES[code] === word,
  );

describe('the warning of an item', () => {
  it.each(sample.rectification.map((item) => [item.编号, item] as const))(
    'of the sample, %s, is as expected to the letter',
    (number, item) => {
      const warning = warningOf(
        { state: stateOf(item.状态), dueOn: item.时限, startOn: item.启动, lastUpdateOn: item.最近更新 },
        sample.today,
      );
      expect(warning.label).toBe((sample.expected.预警 as Record<string, string>)[number]);
    },
  );

  it.each([
    [21, 'normal', '正常（剩21天）'],
    [20, 'green', '绿色（剩20天）'],
    [11, 'green', '绿色（剩11天）'],
    [10, 'yellow', '黄色（剩10天）'],
    [1, 'yellow', '黄色（剩1天）'],
    [0, 'yellow', '黄色（剩0天）'],
    [-1, 'red', '红色·挂账（超期1天）'],
    [-30, 'red', '红色·挂账（超期30天）'],
  ] as const)('with %i days left is %s', (days, level, label) => {
    expect(due(days)).toEqual({ level, label, daysLeft: days, account: days < 0 ? '挂账' : null });
  });

  it.each([
    [30, 61, '挂账'],
    [31, 60, '挂账'],
    [31, 61, '呆账'],
    [30, 60, '挂账'],
    [500, 0, '挂账'],
  ] as const)('late by %i days and idle for %i is a %s', (late, idle, account) => {
    expect(due(-late, { lastUpdateOn: addDays(TODAY, -idle) }).account).toBe(account);
  });

  it('counts idleness from the start, else from the deadline, where nobody ever wrote', () => {
    expect(due(-31, { startOn: addDays(TODAY, -61) }).label).toBe('红色·呆账（超期31天，61天无更新）');
    expect(due(-61).label).toBe('红色·呆账（超期61天，61天无更新）');
    expect(due(-60).account).toBe('挂账');
  });

  it('does not warn of what is done, nor of what has no deadline', () => {
    expect(warningOf({ state: 'done', dueOn: addDays(TODAY, -90) }, TODAY)).toEqual({
      level: 'none',
      account: null,
      label: '—',
      daysLeft: null,
    });
    expect(warningOf(open, TODAY).label).toBe('未定时限');
  });

  it('follows the thresholds of the round', () => {
    const parameters = { greenDays: 5, yellowDays: 2, staleOverdueDays: 0, staleIdleDays: 0 };
    const on = (daysLeft: number) =>
      warningOf({ ...open, dueOn: addDays(TODAY, daysLeft) }, TODAY, parameters).level;
    expect([6, 5, 3, 2, 0, -1].map(on)).toEqual(['normal', 'green', 'green', 'yellow', 'yellow', 'red']);
    expect(warningOf({ ...open, dueOn: addDays(TODAY, -1) }, TODAY, parameters).account).toBe('呆账');
  });

  it('never grows milder while days pass and nobody does anything', () => {
    const order = ['normal', 'green', 'yellow', 'red'];
    const grade = (w: ReturnType<typeof warningOf>) =>
      order.indexOf(w.level) + (w.account === '呆账' ? 1 : 0);
    fc.assert(
      fc.property(
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: 0, max: 60 }),
        fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
        (daysLeft, later, idle) => {
          const item = {
            ...open,
            dueOn: addDays(TODAY, daysLeft),
            lastUpdateOn: idle === undefined ? undefined : addDays(TODAY, -idle),
          };
          const now = warningOf(item, TODAY);
          const then = warningOf(item, addDays(TODAY, later));
          expect(grade(then)).toBeGreaterThanOrEqual(grade(now));
          expect(now.daysLeft! - then.daysLeft!).toBe(later);
        },
      ),
    );
  });
});

describe('steps of an item', () => {
  const effect = (machine: typeof rectificationState, from: string, to: string) =>
    (
      machine.steps as readonly { from: string; to: string; effect?: (v: object, a: object) => object }[]
    ).find((step) => step.from === from && step.to === to)!.effect!;

  it('opening a finished item again undoes its closing and counts', () => {
    expect(
      effect(
        rectificationState,
        'done',
        'inProgress',
      )({ reopenCount: 1, closing: 'closed', doneOn: '2026-01-16' }, { today: TODAY }),
    ).toEqual({
      rebounded: true,
      reopenCount: 2,
      doneOn: null,
      lastUpdateOn: TODAY,
      closing: 'revoked',
      closedOn: null,
    });
    expect(
      effect(rectificationState, 'done', 'inProgress')({ closing: 'none' }, { today: TODAY }),
    ).not.toHaveProperty('closing');
  });

  it('finishing keeps the day a person gave', () => {
    const finish = findStep(rectificationState, 'inProgress', 'done')!;
    const act = { today: TODAY };
    expect(filledIn(finish, recordOf('rectificationItem', {}), act, lookup([])).doneOn).toBe(TODAY);
    expect(
      filledIn(finish, recordOf('rectificationItem', { doneOn: '2026-03-01' }), act, lookup([])).doneOn,
    ).toBe('2026-03-01');
  });

  it('finished by a slip is taken back without becoming a rebound', () => {
    const back = findStep(rectificationState, 'done', 'inProgress', 'withdraw')!;
    expect(back.effect!({ doneOn: '2026-03-01', reopenCount: 1 }, { today: TODAY })).toEqual({
      doneOn: null,
      lastUpdateOn: TODAY,
    });
  });
});
