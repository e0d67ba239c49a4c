/** Each kind of wrong round file, and what a person is told of it: the ledger, the row and the column, in Chinese. */
import { failure, type Sample, sampleCopy, useDesk } from './desk';

type Json = Record<string, unknown>;
type Spoil = (file: Sample & Record<string, unknown>) => unknown;
const row = (one: unknown) => one as Json;

const WRONG: readonly [string, Spoil, readonly [string, string][]][] = [
  ['a ledger that is no list', (f) => (row(f).team = { P01: 1 }), [['巡察组', '应为列表']]],
  [
    'a row that is no record',
    (f) => (row(f).inquiries = ['函一份']),
    [['函询第1条', '应为一条记录（对象）']],
  ],
  ['a round that is missing', (f) => delete row(f).round, [['文件', '没有“轮次”（round）这一部分']]],
  ['a name that is missing', (f) => delete row(f.round).名称, [['轮次“名称”', '不能为空']]],
  [
    'a name of nothing but spaces',
    (f) => (f.units[0]!.名称 = '  '),
    [['被巡察单位第1条（U1）“名称”', '不能为空']],
  ],
  [
    'a text that is a list',
    (f) => (row(f.inquiries[1]).内容 = ['一', '二']),
    [['函询第2条（HX-02）“内容”', '应为文字']],
  ],
  [
    'a text that is too long',
    (f) => (f.findings[0]!.标题 = '长'.repeat(121)),
    [['底稿第1条（WT-01）“标题”', '“问题名称”不能超过120个字']],
  ],
  [
    'a day that there is not',
    (f) => (f.interviews[2]!.日期 = '2025-02-30'),
    [['谈话第3条（T03）“日期”', '2025年2月没有30日，请核对']],
  ],
  [
    'a day without its year',
    (f) => (f.documents[0]!.要求提供日 = '9月3日'),
    [['调阅第1条（DY-01）“要求提供日”', '“9月3日”没有写明年份，请写全，如 2025-09-04']],
  ],
  [
    'a time that there is not',
    (f) => (f.interviews[0]!.起 = '25:00'),
    [['谈话第1条（T01）“起”', '没有“25:00”这个时间：一天从 00:00 到 23:59']],
  ],
  [
    'a period of one word',
    (f) => (f.round.培训 = '八月'),
    [['轮次“培训”', '“八月”应为起止日期，如 2025-08-26 至 2025-08-28']],
  ],
  [
    'a sum below nothing',
    (f) => (row(f.findings[2]).金额万元 = -1),
    [['底稿第3条（WT-03）“金额万元”', '“涉及金额”不能为负数']],
  ],
  [
    'a sum in words',
    (f) => (row(f.findings[2]).金额万元 = '三十万'),
    [['底稿第3条（WT-03）“金额万元”', '请用数字填写“三十万”，如 3.5']],
  ],
  [
    'a count that is not whole',
    (f) => (f.forums[0]!.人数 = 3.5),
    [['座谈会第1条（ZT-01）“人数”', '“人数”应为整数']],
  ],
  [
    'a count in a period',
    (f) => (row(f.round.参数).整改方案天数 = '一个月'),
    [['轮次“参数”“整改方案天数”', '“一个月”不是一个数，请只写数字，如 12']],
  ],
  [
    'a yes that is none',
    (f) => (f.team[1]!.党员 = '大概'),
    [['巡察组第2条（P02）“党员”', '“大概”应为“是”或“否”']],
  ],
  [
    'a word that is no choice',
    (f) => (f.team[3]!.职务 = '顾问'),
    [['巡察组第4条（P04）“职务”', '“顾问”不是本栏的选项，应为：组长、副组长、联络员、组员']],
  ],
  [
    'a state that there is not',
    (f) => (f.rectification[4]!.状态 = '快好了'),
    [['整改事项第5条（ZG-05）“状态”', '“快好了”不是本栏的选项，应为：未启动、正在推进、基本完成、已完成']],
  ],
  [
    'a 聚焦 that the round does not have',
    (f) => (f.findings[2]!.聚焦 = 'F9'),
    [['底稿第3条（WT-03）“聚焦”', '“聚焦”没有“F9”这一项，请从列表中选择']],
  ],
  [
    'a talking point with a 聚焦 that is none',
    (f) => (f.interviews[0]!.要点[1]!.聚焦 = 'F9'),
    [
      ['谈话第1条（T01）', '“涉及聚焦”没有“F9”这一项，请从列表中选择'],
      ['谈话第1条（T01）“要点”第2条“聚焦”', '“问题分类”没有“F9”这一项，请从列表中选择'],
    ],
  ],
  [
    'a unit that is not there',
    (f) => (f.interviews[1]!.单位 = 'U9'),
    [['谈话第2条（T02）“单位”', '“被巡察单位”中没有“U9”']],
  ],
  [
    'a member that is not there',
    (f) => (f.interviews[1]!.记录人 = 'P99'),
    [['谈话第2条（T02）“记录人”', '“巡察组”中没有“P99”']],
  ],
  [
    'one of several members that is not there',
    (f) => (f.covert[0]!.人员 = 'P06,P77'),
    [['暗访第1条（AF-01）“人员”', '“巡察组”中没有“P77”']],
  ],
  [
    'a problem that is not there',
    (f) => (f.rectification[2]!.问题 = 'WT-99'),
    [['整改事项第3条（ZG-03）“问题”', '“底稿”中没有“WT-99”']],
  ],
  [
    'support that is not there',
    (f) => f.findings[3]!.佐证.push('T99'),
    [['底稿第4条（WT-04）“佐证”第5条', '“谈话、问卷、调阅、走访、信访等记录”中没有“T99”']],
  ],
  [
    'a linked problem that is not there',
    (f) => f.documents[5]!.关联问题.push('WT-99'),
    [['调阅第6条（DY-06）“关联问题”第2条', '“底稿”中没有“WT-99”']],
  ],
  [
    'an item that is not there',
    (f) => (f.supervision[0]!.整改项 = 'ZG-99'),
    [['督查第1条（DC-01）“整改项”', '“整改事项”中没有“ZG-99”']],
  ],
  [
    'a number given twice',
    (f) => (f.clues[1]!.编号 = f.clues[0]!.编号),
    [['问题线索第2条（XS-01）“编号”', '编号“XS-01”重复']],
  ],
  [
    'a number given to two kinds of support',
    (f) => (f.forums[0]!.编号 = 'T01'),
    [['座谈会第1条（T01）“编号”', '编号“T01”与“谈话”中的重复']],
  ],
  [
    'votes of too many options',
    (f) => (row(f.questionnaire.题目[0])['U1'] = [1, 2, 3, 4, 5, 6, 7, 8]),
    [['调查问卷“题目”第1条（Q01）“U1”', '票数个数应与选项个数相同（可在末尾另加“未答”）']],
  ],
  [
    'votes below nothing',
    (f) => (row(f.questionnaire.题目[0])['U1'] = [1, 2, 3, 4, -5]),
    [['调查问卷“题目”第1条（Q01）“U1”', '“票数”应为不小于0的整数']],
  ],
  [
    'a feedback of a unit that is not there',
    (f) => (row(f.feedback).U9 = f.feedback.U1),
    [['反馈“U9”', '“被巡察单位”中没有“U9”']],
  ],
  [
    'sheets of a unit that is not there',
    (f) => (row(f.questionnaire.分单位).U9 = f.questionnaire.分单位.U1),
    [['调查问卷“分单位”“U9”', '“被巡察单位”中没有“U9”']],
  ],
  ['advice of nothing', (f) => (f.feedback.U1.建议[1] = ''), [['反馈“U1”“建议”第2条', '不能为空']]],
  [
    'a votes column of words',
    (f) => (row(f.satisfaction[0]!.分布).满意 = '很多'),
    [['满意度测评第1条“分布”“满意”', '“很多”不是一个数，请只写数字，如 12']],
  ],
];

const desk = useDesk();

it.each(WRONG)('%s', async (_what, spoil, told) => {
  const file = sampleCopy() as Sample & Record<string, unknown>;
  spoil(file);
  const workspace = desk.open();
  const { code, message, problems } = await failure(() => workspace.importRound(JSON.stringify(file)));
  expect(code).toBe('IMPORT_INVALID');
  expect(problems.map((one) => [one.place, one.message])).toEqual(told);
  expect(message).toContain(`${told.length}处`);
  expect(workspace.store.lastSeq).toBe(0);
});

it('an empty file and one without a round say what is missing', async () => {
  const { problems } = await failure(() => desk.open().importRound('{}'));
  expect(problems).toEqual([{ place: '文件', message: '没有“轮次”（round）这一部分' }]);
});
