import type { Entity } from '../../../src-shared/domain/define';
import { closesUnit } from '../../../src-shared/domain/kinds/recusal';
import { kinds } from '../../../src-shared/domain/kinds';
import { surveyFigures } from '../../../src-shared/domain/kinds/satisfaction-survey';
import { complaints, lookup, recordOf } from './records';

describe('interview', () => {
  const whole = {
    interviewee: '甲',
    category: '中层干部',
    heldOn: '2025-09-08',
    startedAt: '09:10',
    endedAt: '10:05',
    place: '谈话室',
    interviewer: 'm1',
    recorder: 'm2',
    disciplineRead: true,
  };

  it('is complete with two inspectors and an end after its start', () => {
    expect(complaints('interview', whole)).toEqual({ errors: [], hints: [] });
  });

  it('needs two inspectors', () => {
    expect(complaints('interview', { ...whole, recorder: 'm1' }).errors).toEqual([
      'recorder: 谈话应有两名以上组员：记录人不能与谈话人为同一人',
    ]);
  });

  it.each(['09:10', '09:09', '00:00'])('does not end at %s when it began at 09:10', (endedAt) => {
    expect(complaints('interview', { ...whole, endedAt }).errors).toEqual([
      'endedAt: 结束时间应晚于开始时间',
    ]);
  });

  it('may end a minute after it began, or be still going on', () => {
    expect(complaints('interview', { ...whole, endedAt: '09:11' }).errors).toEqual([]);
    expect(complaints('interview', { ...whole, endedAt: undefined }).errors).toEqual([]);
  });

  it('names everything that is missing', () => {
    expect(complaints('interview', {}).errors).toEqual(
      ['谈话对象', '对象类别', '日期', '开始时间', '地点', '谈话人', '记录人'].map((label) =>
        expect.stringContaining(`请填写“${label}”`),
      ),
    );
  });

  it('hints that the leader talks to the head of a unit himself', () => {
    const member = recordOf('member', { duty: '组员' }, { id: 'm1' });
    const leader = recordOf('member', { duty: '组长' }, { id: 'm1' });
    const head = { ...whole, category: '主要负责人' };
    expect(complaints('interview', head, { records: [member] }).hints).toEqual([
      'interviewer: 主要负责人谈话应由组长亲自进行',
    ]);
    expect(complaints('interview', head, { records: [leader] }).hints).toEqual([]);
    expect(complaints('interview', whole, { records: [member] }).hints).toEqual([]);
  });

  it('may be led by several, one of them the leader where it is with the head of a unit', () => {
    const leader = recordOf('member', { duty: '组长' }, { id: 'm1' });
    const other = recordOf('member', { duty: '组员' }, { id: 'm3' });
    const two = { ...whole, interviewer: ['m3', 'm1'] };
    const records = [leader, other];
    expect(complaints('interview', { ...two, category: '主要负责人' }, { records })).toEqual({
      errors: [],
      hints: [],
    });
    expect(complaints('interview', { ...two, recorder: 'm1' }, { records }).errors).toHaveLength(1);
  });

  it('hints at a word that no dictionary has, and keeps it', () => {
    expect(complaints('interview', { ...whole, category: '志愿者' })).toEqual({
      errors: [],
      hints: ['category: “志愿者”不在“对象类别”的常用选项内，请核对'],
    });
  });
});

describe('document request', () => {
  const whole = {
    name: '会议记录',
    quantity: 3,
    dueOn: '2025-09-03',
    reader: 'm1',
    leaderSigned: true,
    providedOn: '2025-09-03',
    state: 'reading',
  };

  it('is complete when it came in time and was signed for', () => {
    expect(complaints('documentRequest', whole)).toEqual({ errors: [], hints: [] });
  });

  it('hints how late it came, in days', () => {
    expect(complaints('documentRequest', { ...whole, providedOn: '2025-09-06' }).hints).toEqual([
      'providedOn: 逾期3天提供',
    ]);
  });

  it('needs the day of its return, not before the day it came', () => {
    const returned = { ...whole, state: 'returned' };
    expect(complaints('documentRequest', returned).errors).toEqual([
      'returnedOn: 已归还的，应有归还日：请撤销归还后重新办理',
    ]);
    expect(complaints('documentRequest', { ...returned, returnedOn: '2025-09-02' }).errors).toEqual([
      'returnedOn: 归还日早于实际提供日，请核对',
    ]);
    expect(complaints('documentRequest', { ...returned, returnedOn: '2025-09-03' }).errors).toEqual([]);
  });

  it('needs the day it came once it is there', () => {
    expect(complaints('documentRequest', { ...whole, providedOn: undefined }).errors).toEqual([
      'providedOn: 已接收的，应有实际提供日：请撤销接收后重新办理',
    ]);
    expect(
      complaints('documentRequest', { ...whole, providedOn: undefined, state: 'requested' }).errors,
    ).toEqual([]);
  });

  it('hints at a missing signature of the leader', () => {
    expect(complaints('documentRequest', { ...whole, leaderSigned: false }).hints).toEqual([
      'leaderSigned: 组长尚未签字',
    ]);
  });
});

describe('rectification item', () => {
  const whole = {
    task: '归垫资金',
    leader: '某某',
    responsibleUnit: '财务股',
    startOn: '2025-11-20',
    dueOn: '2026-02-28',
    state: 'done',
    doneOn: '2026-02-11',
    evidenceCount: 3,
    closing: 'closed',
  };
  const errorsOf = (values: object, sets = {}) =>
    complaints('rectificationItem', { ...whole, ...values }, { sets }).errors;

  it('is complete when it is done in order', () => {
    expect(errorsOf({})).toEqual([]);
  });

  it.each([
    [{ dueOn: '2025-11-19' }, 'dueOn: 完成时限早于启动日，请核对'],
    [{ doneOn: '2025-11-19' }, 'doneOn: 实际完成日早于启动日，请核对'],
    [{ doneOn: undefined }, 'doneOn: 已完成的，应有实际完成日：请撤回完成后重新办理'],
    [{ evidenceCount: 0 }, 'evidenceCount: 已完成的，应有佐证材料'],
    [{ evidenceCount: undefined }, 'evidenceCount: 已完成的，应有佐证材料'],
    [{ state: 'inProgress' }, 'closing: 未完成的事项不能销号'],
    [{ opinion: '差' }, 'closing: 群众评判为“差”的，不予销号'],
    [{ withheld: true }, 'withheldReason: 拟不公开的，请写明理由'],
  ])('with %j says “%s”', (values, message) => {
    expect(errorsOf(values)).toEqual([message]);
  });

  it('may start, be due and be done on one day', () => {
    expect(errorsOf({ dueOn: '2025-11-20', doneOn: '2025-11-20' })).toEqual([]);
  });

  it('hints at measures that nobody has ticked', () => {
    const measures = [true, false, undefined].map((done, i) =>
      recordOf('measure', { content: `措施${i}`, done }, { id: `m${i}`, parent: 'item' }),
    );
    const hintsOf = (state: string) =>
      complaints(
        'rectificationItem',
        { ...whole, state, closing: undefined },
        { id: 'item', records: measures },
      ).hints;
    expect(hintsOf('done')).toEqual(['state: 还有2条措施没有勾选“已落实”，请核对']);
    expect(hintsOf('inProgress')).toEqual([]);
  });

  it('takes an attached file for evidence', () => {
    expect(errorsOf({ evidenceCount: 0 }, { evidence: ['ab'] })).toEqual([]);
  });
});

describe('what a problem rests on', () => {
  const whole = {
    title: '问题',
    focus: 'F2',
    sources: ['谈话'],
    facts: '事实',
    basis: '依据',
    responsible: '责任',
    handler: 'm1',
  };
  const talk = recordOf('interview', { interviewee: '甲' });
  const other = recordOf('petition', { content: '乙' });
  const errorsOf = (support: string[], records: readonly Entity[] = [talk, other]) =>
    complaints('workingPaper', whole, { sets: { support }, records });

  it('stands on two pieces of evidence of its own unit', () => {
    expect(errorsOf([talk.id, other.id])).toEqual({ errors: [], hints: [] });
  });

  it('falls without any', () => {
    expect(errorsOf([]).errors).toEqual(['support: 问题至少要有一条佐证']);
  });

  it('hints that one piece is not confirmed', () => {
    expect(errorsOf([talk.id])).toEqual({
      errors: [],
      hints: ['support: 只有一条佐证（未印证），宜再取一条'],
    });
  });

  it('counts what was removed', () => {
    const seven = Array.from({ length: 7 }, () => recordOf('visit', {}));
    const ids = seven.map(({ id }) => id);
    expect(errorsOf(ids, seven.slice(1)).errors).toEqual([
      'support: 缺佐证：1条佐证记录已被删除，请重新核对',
    ]);
    expect(errorsOf(ids, seven.slice(5)).errors).toEqual([
      'support: 缺佐证：5条佐证记录已被删除，请重新核对',
    ]);
    expect(errorsOf(ids, []).errors).toEqual(['support: 问题至少要有一条佐证']);
  });

  it('does not stand on another unit’s records', () => {
    const foreign = recordOf('interview', {}, { inspection: 'inspection-2' });
    expect(errorsOf([talk.id, foreign.id], [talk, foreign]).errors).toEqual([
      'support: 佐证与问题不属同一被巡察单位',
    ]);
  });

  it('may rest on a question that was asked in every unit', () => {
    const question = recordOf('question', {}, { inspection: null });
    expect(errorsOf([talk.id, question.id], [talk, question]).errors).toEqual([]);
  });

  it('does not rest on papers alone that the leader has not signed for', () => {
    const unsigned = recordOf('documentRequest', { leaderSigned: false });
    const unsaid = recordOf('documentRequest', {});
    const signed = recordOf('documentRequest', { leaderSigned: true });
    const alone = ['support: 组长未签字的调阅资料不能作为唯一佐证'];
    expect(errorsOf([unsigned.id], [unsigned]).errors).toEqual(alone);
    expect(errorsOf([unsigned.id, unsaid.id], [unsigned, unsaid]).errors).toEqual(alone);
    expect(errorsOf([unsigned.id, signed.id], [unsigned, signed]).errors).toEqual([]);
    expect(errorsOf([unsigned.id, talk.id], [unsigned, talk]).errors).toEqual([]);
  });
});

describe('other rules', () => {
  it('an inspection ends after it began; a special one says what it is about', () => {
    const whole = { unit: 'u1', type: '常规巡察', enterOn: '2025-09-01', leaveOn: '2025-09-26' };
    expect(complaints('inspection', whole).errors).toEqual([]);
    expect(complaints('inspection', { ...whole, leaveOn: '2025-08-31' }).errors).toEqual([
      'leaveOn: 撤点日期早于进驻日期，请核对',
    ]);
    expect(complaints('inspection', { ...whole, type: '专项巡察' }).errors[0]).toMatch(/^specialTarget: /);
    expect(
      complaints('inspection', { ...whole, type: '专项巡察', specialTarget: '一笔资金' }).errors,
    ).toEqual([]);
  });

  it('a round warns in yellow no earlier than in green', () => {
    const name = '第四轮';
    expect(complaints('round', { name, greenDays: 10, yellowDays: 10 }).errors).toEqual([]);
    expect(complaints('round', { name, greenDays: 10, yellowDays: 11 }).errors).toEqual([
      'yellowDays: 黄色预警天数应不大于绿色预警天数',
    ]);
    expect(complaints('round', { name, enterOn: '2025-09-02', leaveOn: '2025-09-01' }).errors).toHaveLength(
      1,
    );
  });

  it('an answer to a letter does not come before it', () => {
    const whole = { department: '县审计局', content: '审计报告', sentOn: '2025-08-18' };
    expect(complaints('inquiry', { ...whole, repliedOn: '2025-08-18' }).errors).toEqual([]);
    expect(complaints('inquiry', { ...whole, repliedOn: '2025-08-17' }).errors).toHaveLength(1);
  });

  it('an immediate order is due no earlier than it was issued', () => {
    const whole = { paper: 'p', issuedOn: '2025-09-22', demand: '发放到户', dueOn: '2025-09-22' };
    expect(complaints('immediateOrder', whole).errors).toEqual([]);
    expect(complaints('immediateOrder', { ...whole, dueOn: '2025-09-21' }).errors).toEqual([
      'dueOn: 时限早于下发日期，请核对',
    ]);
  });

  it('a visit is paid by two; a visit to people says to how many', () => {
    const whole = { method: '随机走访', heldOn: '2025-09-12', place: '云窝村', persons: 5, recorder: 'm1' };
    expect(complaints('visit', whole)).toEqual({
      errors: [],
      hints: ['companion: 走访应由两名以上组员进行，请填写同行人'],
    });
    expect(complaints('visit', { ...whole, companion: 'm1' }).errors).toEqual([
      'companion: 同行人不能与记录人为同一人',
    ]);
    expect(complaints('visit', { ...whole, companion: ['m2', 'm3'] })).toEqual({ errors: [], hints: [] });
    expect(complaints('visit', { ...whole, companion: ['m2', 'm1'] }).errors).toHaveLength(1);
    const uncounted = { ...whole, persons: undefined, companion: 'm2' };
    expect(complaints('visit', uncounted).errors).toEqual(['persons: 请填写走访人次（统计句按人次计）']);
    expect(complaints('visit', { ...uncounted, method: '暗访' }).errors).toEqual([]);
  });

  it('no more sheets come back than went out, and no more count than came back', () => {
    const whole = { questionnaire: 'q', handedOutOn: '2025-09-10', issued: 30, returned: 29, valid: 28 };
    expect(complaints('responseBatch', whole).errors).toEqual([]);
    expect(complaints('responseBatch', { ...whole, returned: 31, valid: 28 }).errors).toEqual([
      'returned: 回收份数不能多于发放份数',
    ]);
    expect(complaints('responseBatch', { ...whole, valid: 30 }).errors).toEqual([
      'valid: 有效份数不能多于回收份数',
    ]);
    const sheets = [1, 2].map((number) => recordOf('responseSheet', { number }, { parent: 'batch' }));
    expect(
      complaints('responseBatch', { ...whole, valid: 1 }, { id: 'batch', records: sheets }).errors,
    ).toEqual(['valid: 已录入2份，多于有效份数，请核对']);
    expect(
      complaints('responseBatch', { ...whole, valid: 2 }, { id: 'batch', records: sheets }).errors,
    ).toEqual([]);
  });

  it('a question of choice has two options at least and a limit within them', () => {
    const whole = { type: 'multiple', stem: '渠道', options: ['公告', '会议'], limit: 2 };
    expect(complaints('question', whole).errors).toEqual([]);
    expect(complaints('question', { ...whole, limit: 3 }).errors).toEqual([
      'limit: 最多选几项，不能超过选项个数',
    ]);
    expect(complaints('question', { ...whole, options: ['公告'], limit: 1 }).errors).toEqual([
      'options: 选择题至少要有两个选项',
    ]);
    expect(complaints('question', { type: 'essay', stem: '建议' }).errors).toEqual([]);
  });

  it('the votes of a survey add up to the sheets that came back', () => {
    const whole = {
      issued: 20,
      returned: 20,
      verySatisfied: 6,
      satisfied: 9,
      fairlySatisfied: 4,
      dissatisfied: 1,
    };
    expect(complaints('satisfactionSurvey', whole).errors).toEqual([]);
    expect(complaints('satisfactionSurvey', { ...whole, dissatisfied: 2 }).errors).toEqual([
      'returned: 各项票数合计21，与收回份数20不符',
    ]);
    expect(complaints('satisfactionSurvey', { issued: 19, returned: 20 }).errors).toEqual([
      'returned: 收回份数不能多于发放份数',
    ]);
  });

  it('votes that say nothing are counted among the sheets and in no rate', () => {
    const whole = {
      issued: 20,
      returned: 20,
      verySatisfied: 6,
      satisfied: 6,
      fairlySatisfied: 4,
      dissatisfied: 1,
    };
    expect(complaints('satisfactionSurvey', { ...whole, unaware: 2, unanswered: 1 }).errors).toEqual([]);
    expect(surveyFigures({ satisfied: 6, fairlySatisfied: 3, dissatisfied: 1, unaware: 90 })).toEqual({
      votes: 100,
      voiced: 10,
      rate: 90,
      degree: (600 + 3 * 75 + 55) / 10,
    });
    expect(surveyFigures({ unaware: 3 })).toEqual({ votes: 3, voiced: 0 });
  });

  it('what a survey’s votes are worth is the round’s to say', () => {
    const round = recordOf(
      'round',
      { fairlySatisfiedWorth: 50, dissatisfiedWorth: 0 },
      { id: 'r', inspection: null },
    );
    const unit = recordOf('inspection', {}, { id: 'i', parent: 'r' });
    const survey = recordOf(
      'satisfactionSurvey',
      { satisfied: 1, fairlySatisfied: 1, dissatisfied: 2 },
      { parent: 'i' },
    );
    const { rate, degree } = kinds.satisfactionSurvey.computed;
    expect(rate!.text(survey, lookup([round, unit]))).toBe('50.0%');
    expect(degree!.text(survey, lookup([round, unit]))).toBe('37.5%');
    expect(degree!.text(survey, lookup())).toBe('71.3%');
  });

  it('a recusal names the unit it is about, and takes it out of sight', () => {
    const given = { name: '邱望舒', ground: '公务回避', decision: 'approved' };
    expect(complaints('recusal', given).errors).toEqual(['unit: 请选择回避涉及的单位']);
    expect(complaints('recusal', { ...given, unit: 'u3' }).errors).toEqual([]);
    expect(complaints('recusal', { ...given, ground: '无', decision: 'denied' }).errors).toEqual([]);
    const whole = { ...given, member: 'm5', unit: 'u3' };
    expect(closesUnit(whole)).toBe(true);
    expect(closesUnit({ ...whole, decision: 'adjusted' })).toBe(true);
    expect(closesUnit({ ...whole, decision: 'denied' })).toBe(false);
    expect(closesUnit({ ...whole, ground: '无' })).toBe(false);
    // Whom it means is another question: without a member, everybody of that name.
    expect(closesUnit({ ...whole, member: undefined })).toBe(true);
    expect(closesUnit({ ...whole, unit: undefined })).toBe(false);
  });
});
