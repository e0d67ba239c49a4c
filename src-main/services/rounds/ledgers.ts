/**
 * The ledgers of a round file, in the order in which they are written: what a row names stands before it. A column that is
 * called as the field is called (or as `alsoCalled` of the kind says) needs no line here.
 */
import { readPeriod } from '../../../src-shared/domain/reading';
import { isEmptyBox, textOf } from './boxes';
import type { Found, Ledger, RoundFile, Said, Split } from './ledger';

/** Of a column that holds words. */
const words =
  (split: (text: string, file: RoundFile) => ReturnType<Split>): Split =>
  (said, _found, file) => {
    const text = textOf(said).trim();
    return text === '' ? { ok: false, message: '应为文字' } : split(text, file);
  };

const list =
  (key: string) =>
  (file: RoundFile): readonly Found[] =>
    file.rows(key);

/** A term or a stay in one column. */
const period = (from: string, to: string): Split =>
  words((text) => {
    const read = readPeriod(text);
    return read.ok ? { ok: true, value: { [from]: read.value.from, [to]: read.value.to } } : read;
  });

/** What supports a problem is named by number, whatever it is. */
const SUPPORT = { space: '谈话、问卷、调阅、走访、信访等记录' };

/** Who is recused, by name or, of two of one name, by number; he may be nobody of the group. */
const recused = words((said, file) => {
  const team = file.rows('team').map(({ given }) => given);
  const byNumber = team.find(({ id }) => id === said);
  if (byNumber) return { ok: true, value: { name: byNumber.姓名, member: said } };
  const alike = team.filter(({ 姓名: name }) => name === said).map(({ id }) => textOf(id));
  if (alike.length > 1)
    return {
      ok: false,
      message: `巡察组名单中有${alike.length}人叫“${said}”（${alike.join('、')}），请改填本人的编号`,
    };
  return { ok: true, value: { name: said, member: alike[0] } };
});

/** A unit was told what was found there. */
const isFedBack = (number: unknown, file: RoundFile): boolean =>
  file.keyed('feedback').some(({ key }) => key === number);

/** `顾西洲（党组织主要负责人）`, with brackets of either width: the name and what he is there. */
const leader = words((text) => {
  const [, name = text, type] = /^(.*?)[（(](.+)[）)]$/.exec(text) ?? [];
  return { ok: true, value: { leader: name.trim(), leaderType: type } };
});

/** `P06,P04`: who wrote it down, and who was with him. */
const people = words((text) => {
  const [recorder, ...others] = text.split(/[,，、]/);
  return { ok: true, value: { recorder, companion: others.join('、') } };
});

/** How far the work at a unit had come: its days say it. */
function stageOf({ given }: Found, { enterOn, leaveOn }: Said, file: RoundFile): string {
  if (isEmptyBox(enterOn) && !file.texts('findings', '单位').has(textOf(given.id))) return 'preparing';
  if (isFedBack(given.id, file) || !isEmptyBox(given.反馈日期)) return 'rectifying';
  return !isEmptyBox(leaveOn) && textOf(leaveOn) < textOf(file.root.today) ? 'reporting' : 'onSite';
}

/** How far a problem had come: signed, fed back, being rectified. */
function paperState({ given }: Found, { signedOn }: Said, file: RoundFile): string {
  if (isEmptyBox(signedOn)) return 'draft';
  if (file.texts('rectification', '问题').has(textOf(given.编号))) return 'rectifying';
  return isFedBack(given.单位, file) ? 'fedBack' : 'signed';
}

/** Answers in words, sorted, with how many there are of each: `[["作风", 6], …]`. */
const coded: Split = (said) => {
  const pairs = Array.isArray(said) ? (said as unknown[]) : [said];
  const isPair = (one: unknown): one is [string, number] =>
    Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && typeof one[1] === 'number';
  if (!pairs.every(isPair)) return { ok: false, message: '应为“意见分类、票数”的列表' };
  return {
    ok: true,
    value: { coded: pairs.map(([words]) => words), votes: pairs.map(([, votes]) => votes) },
  };
};

/** The questions once for each unit that answered them: `{ "id": "Q01", "U1": [9, 10, 6] }`. */
const answersOfUnits = (file: RoundFile): readonly Found[] =>
  file.keyed('questionnaire', '分单位').flatMap((above) =>
    file.rows('questionnaire', '题目').flatMap(({ given, place, position }) => {
      const said = Object.hasOwn(given, above.key!) ? given[above.key!] : undefined;
      const row = { 题目: given.id, 选项: given.选项, [above.key!]: said };
      return said === undefined ? [] : [{ place, given: row, above, position }];
    }),
  );

/** The votes for each option; one more is how many did not answer. */
const votes: Split = (said, { given }) => {
  const options = Array.isArray(given.选项) ? given.选项.length : 0;
  if (!Array.isArray(said)) return { ok: false, message: '应为各选项票数的列表' };
  if (said.length < options || said.length > options + 1)
    return { ok: false, message: '票数个数应与选项个数相同（可在末尾另加“未答”）' };
  const all = said as readonly unknown[];
  return { ok: true, value: { votes: all.slice(0, options), unanswered: all[options] ?? 0 } };
};

/** The measures of an item, one each: `修订细则；挂图`. */
const measures = (file: RoundFile): readonly Found[] =>
  file.rows('rectification').flatMap((above) => {
    const { 措施: said } = above.given;
    const parts: readonly unknown[] = typeof said === 'string' ? said.split(/[；;]/) : [said];
    return parts
      .filter((part) => !isEmptyBox(part))
      .map((part, i) => ({
        place: [...above.place, '措施', i],
        given: { 措施: typeof part === 'string' ? part.trim() : part },
        above,
        position: i + 1,
        single: true as const,
      }));
  });

const PLACED = (found: Found): Said => ({ position: found.position });

export const LEDGERS: readonly Ledger[] = [
  {
    name: '轮次',
    key: 'round',
    kind: 'term',
    from: (file) => file.one('round'),
    columns: { 届次: 'name', 届期: period('startedOn', 'endsOn') },
  },
  {
    name: '巡察对象',
    key: 'coverage',
    kind: 'coverageTarget',
    from: list('coverage'),
    columns: { 对象: 'name', 轮次: 'plannedRound' },
  },
  {
    name: '轮次',
    key: 'round',
    kind: 'round',
    from: (file) => file.one('round'),
    inner: ['参数'],
    columns: {
      id: 'code',
      框架版本: 'focusVersion',
      培训: period('trainingFrom', 'trainingTo'),
      反馈窗口: period('feedbackFrom', 'feedbackTo'),
      集中督查: period('superviseFrom', 'superviseTo'),
      呆账_超期天数: 'staleOverdueDays',
      呆账_无更新天数: 'staleIdleDays',
    },
    fill: (_found, _read, { root }) => ({ demoToday: root.today }),
    begin: [
      ...['focusVersion', 'planDays', 'concentratedMonths', 'clueReplyMonths', 'greenDays', 'yellowDays'],
      ...['staleOverdueDays', 'staleIdleDays', 'reportWeekday'],
    ],
  },
  {
    name: '轮次',
    key: 'round',
    kind: 'team',
    from: (file) => file.one('round'),
    columns: { 巡察组: 'name' },
  },
  {
    name: '巡察组',
    key: 'team',
    kind: 'member',
    from: list('team'),
    columns: { id: 'code', 职务: 'duty', 组内分工: 'task', 党员: 'partyMember', 临时党支部: 'branchPost' },
    fill: (_found, { homeUnit }) => (textOf(homeUnit).includes('交叉抽调') ? { seconded: true } : {}),
  },
  { name: '被巡察单位', key: 'units', kind: 'unit', from: list('units'), columns: { id: 'code' } },
  {
    name: '被巡察单位',
    key: 'units',
    kind: 'inspection',
    from: list('units'),
    number: 'id',
    columns: { id: 'unit', 进驻: 'enterOn', 撤点: 'leaveOn' },
    fill: (found, read, file) => ({
      team: file.one('round')[0],
      stage: stageOf(found, read, file),
    }),
  },
  {
    name: '回避审查',
    key: 'recusal',
    kind: 'recusal',
    from: list('recusal'),
    columns: { id: 'code', 姓名: recused, 拟任: 'proposedDuty', 情形: 'ground', 命中规则: 'rule' },
    fill: (_found, { ground, handling }) => ({
      decision: ground === '无' ? 'denied' : textOf(handling).includes('调整') ? 'adjusted' : 'approved',
    }),
  },
  {
    name: '函询',
    key: 'inquiries',
    kind: 'inquiry',
    from: list('inquiries'),
    columns: { 部门: 'department', 内容: 'content', 发函: 'sentOn', 回函: 'repliedOn' },
  },
  {
    name: '谈话',
    key: 'interviews',
    kind: 'interview',
    from: list('interviews'),
    under: '单位',
    ...SUPPORT,
    columns: { 对象: 'interviewee', 类别: 'category', 起: 'startedAt', 止: 'endedAt', 线索苗头: 'clueSign' },
    fill: ({ given }) => ({
      focusTags: Array.isArray(given.要点)
        ? given.要点.flatMap((point: unknown) => (point as { 聚焦?: unknown } | null)?.聚焦 ?? [])
        : [],
    }),
    begin: ['ordinal', 'form', 'personTimes'],
  },
  {
    name: '谈话',
    key: 'interviews',
    kind: 'exchange',
    from: (file) => file.within(file.rows('interviews'), '要点'),
    columns: { 聚焦: 'focus', 内容: 'answer' },
    fill: PLACED,
    begin: ['mark'],
  },
  {
    name: '调查问卷',
    key: 'questionnaire',
    kind: 'questionnaire',
    from: (file) =>
      file.rows('questionnaire', '题目').length > 0 || file.keyed('questionnaire', '分单位').length > 0
        ? file.one('questionnaire')
        : [],
    fill: (_found, _read, file) => ({
      code: 'WJ-01',
      name: `${textOf(file.one('round')[0]?.given.名称)}调查问卷`,
    }),
  },
  {
    name: '调查问卷',
    key: 'questionnaire',
    kind: 'question',
    from: (file) => file.rows('questionnaire', '题目'),
    ...SUPPORT,
    columns: { id: 'code', 聚焦: 'focus', 限选: 'limit' },
    fill: PLACED,
  },
  {
    name: '调查问卷',
    key: 'questionnaire',
    kind: 'questionTally',
    from: (file) => file.rows('questionnaire', '题目').filter(({ given }) => !isEmptyBox(given.归类)),
    columns: { id: 'question', 归类: coded, 空白: 'unanswered' },
  },
  {
    name: '调查问卷',
    key: 'questionnaire',
    kind: 'responseBatch',
    from: (file) => file.keyed('questionnaire', '分单位'),
    under: '$key',
    columns: { 日期: 'handedOutOn', 发放: 'issued', 回收: 'returned', 有效: 'valid' },
    fill: (_found, _read, file) => ({ questionnaire: file.one('questionnaire')[0] }),
    mayLack: ['handedOutOn'],
  },
  {
    name: '调查问卷',
    key: 'questionnaire',
    kind: 'questionTally',
    from: answersOfUnits,
    columns: { $key: votes },
  },
  {
    name: '座谈会',
    key: 'forums',
    kind: 'forum',
    from: list('forums'),
    under: '单位',
    ...SUPPORT,
    columns: { 类别: 'attendees', 主持: 'host', 记录: 'recorder' },
  },
  {
    name: '走访',
    key: 'visits',
    kind: 'visit',
    from: list('visits'),
    under: '单位',
    ...SUPPORT,
    columns: { 人次: 'persons', 记录: 'recorder' },
    fill: (_found, { method }) => ({ random: method === '随机走访' }),
  },
  {
    name: '暗访',
    key: 'covert',
    kind: 'visit',
    from: list('covert'),
    under: '单位',
    ...SUPPORT,
    columns: { 点位: 'place', 发现: 'findings', 人员: people },
    fill: () => ({ method: '暗访' }),
  },
  {
    name: '信访',
    key: 'petitions',
    kind: 'petition',
    from: list('petitions'),
    under: '单位',
    ...SUPPORT,
    columns: { 实名: 'signed', 受理范围: 'inScope', 内容: 'content' },
  },
  {
    name: '调阅',
    key: 'documents',
    kind: 'documentRequest',
    from: list('documents'),
    under: '单位',
    ...SUPPORT,
    columns: {
      期间: 'period',
      提供日: 'providedOn',
      组长签字: 'leaderSigned',
      关联问题: { set: 'paper', space: 'workingPaper', later: true },
    },
  },
  {
    name: '底稿',
    key: 'findings',
    kind: 'workingPaper',
    from: list('findings'),
    under: '单位',
    columns: {
      标题: 'title',
      责任: 'responsible',
      来源: 'sources',
      重点: 'key',
      复核: 'reviewer',
      审签: 'signer',
      金额万元: 'amount',
      佐证: { set: 'support', space: SUPPORT.space },
    },
    fill: (found, read, file) => ({ state: paperState(found, read, file) }),
    mayLack: ['sources'],
  },
  {
    name: '立行立改',
    key: 'orders',
    kind: 'immediateOrder',
    from: list('orders'),
    under: '单位',
    columns: { 下发: 'issuedOn', 要求: 'demand', 签收日: 'receivedOn', 回复日: 'repliedOn' },
  },
  {
    name: '整改事项',
    key: 'rectification',
    kind: 'rectificationItem',
    from: list('rectification'),
    under: '问题',
    inner: ['成效'],
    columns: {
      责任领导: leader,
      启动: 'startOn',
      完成日: 'doneOn',
      制度: 'systems',
      挽回: 'recovered',
      追责: 'accountable',
      佐证数: 'evidenceCount',
    },
    fill: (_found, { rebounded }) => (rebounded === true ? { reopenCount: 1 } : {}),
    begin: ['source'],
  },
  {
    name: '整改事项',
    key: 'rectification',
    kind: 'measure',
    from: measures,
    fill: ({ position }, _read, _file, item) => ({ position, done: item?.values.state === 'done' }),
  },
  {
    name: '问题线索',
    key: 'clues',
    kind: 'clue',
    from: list('clues'),
    under: '单位',
    columns: { 是否涉嫌职务犯罪: 'dutyCrime' },
  },
  {
    name: '督查',
    key: 'supervision',
    kind: 'supervisionCheck',
    from: list('supervision'),
    under: '单位',
    columns: { 整改项: 'item', 处理: 'outcome', 期限: 'dueOn' },
  },
  {
    name: '打探说情',
    key: 'pry',
    kind: 'pryReport',
    from: list('pry'),
    columns: { 打探者: 'person', 接受者: 'receiver', 报告: 'reportedOn' },
  },
  {
    name: '满意度测评',
    key: 'satisfaction',
    kind: 'satisfactionSurvey',
    from: list('satisfaction'),
    under: '单位',
    inner: ['分布'],
  },
  {
    name: '反馈',
    key: 'feedback',
    kind: 'feedback',
    from: (file) => file.keyed('feedback'),
    under: '$key',
    columns: { 方案报送: 'planReceivedOn' },
  },
  {
    name: '反馈',
    key: 'feedback',
    kind: 'advice',
    from: (file) => file.items(file.keyed('feedback'), '建议'),
    columns: { 建议: 'content' },
    fill: PLACED,
  },
  { name: '周报', key: 'weeks', kind: 'weeklyReport', from: list('weeks'), columns: { 周: 'week' } },
];
