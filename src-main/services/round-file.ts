/**
 * The shape of a round as JSON (assets/sample/sample-round.json): Chinese keys as on the paper ledgers. Checks
 * everything and lists every error with its place; nothing is half accepted.
 */
import { cleanText } from '../../src-shared/domain/cleaning';
import { z } from 'zod';
import { isIsoDate } from '../../src-shared/domain/define';
import { type Problem, WorkbenchError } from '../../src-shared/errors';
import { repeatedKeys } from './repeated-keys';

/** A round file larger than this is refused unread: 64 MiB is some 100,000 records. */
export const MAX_ROUND_BYTES = 64 * 1024 * 1024;
/** Complaints listed at most; the last line says how many more there are. */
const MAX_PROBLEMS = 200;

const short = (max = 200) => z.string('应为文字').max(max, `不能超过${max}个字`);
const code = z.string('应为编号').trim().min(1, '不能为空').max(40, '不能超过40个字');
const long = z.string('应为文字').max(20_000, '不能超过20000个字');
const needed = (max = 200) => short(max).refine((s) => s.trim() !== '', '不能为空');
const neededLong = long.refine((s) => s.trim() !== '', '不能为空');
const day = z.string('应为日期，如 2025-09-01').refine(isIsoDate, '应为日期，如 2025-09-01');
const blank = (value: unknown) => value === '' || value === '—' || value === null;
/** A day, or nothing: empty, “—” or null. */
const dayOrNot = z.preprocess((v) => (blank(v) ? undefined : v), day.optional());
const textOrNot = z.preprocess((v) => (blank(v) ? undefined : v), short().optional());
const longOrNot = z.preprocess((v) => (blank(v) ? undefined : v), long.optional());
const count = z.number('应为数字').int('应为整数').min(0, '不能为负数').max(10_000_000, '数值过大，请核对');
const money = z.number('应为数字').min(0, '不能为负数').max(100_000_000, '数值过大，请核对单位是否为万元');
const clock = z.string('应为时间，如 09:30').regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为时间，如 09:30');
const clockOrNot = z.preprocess((v) => (blank(v) ? undefined : v), clock.optional());
const yesNo = z
  .union([z.boolean(), z.enum(['是', '否'])], '应为“是”或“否”')
  .transform((v) => v === true || v === '是');
const yesOrNot = z.preprocess((v) => (blank(v) ? undefined : v), yesNo.optional());
const list = <T extends z.ZodType>(item: T) => z.array(item, '应为列表').max(20_000, '条数过多').default([]);
const row = <T extends z.ZodRawShape>(shape: T) => z.object(shape, '应为一条记录（对象）');
const period = z.preprocess(
  (v) => (blank(v) ? undefined : v),
  z
    .string('应为起止日期，如 2025-08-26 至 2025-08-28')
    .transform((text, context) => {
      const [from, to = from] = text.split('至').map((part) => part.trim());
      // A term is written by month (2021-09 至 2026-09): its first days stand for the months.
      const full = (part: string | undefined) => (part && /^\d{4}-\d{2}$/.test(part) ? `${part}-01` : part);
      const ends = { from: full(from), to: full(to) };
      if (!isIsoDate(ends.from) || !isIsoDate(ends.to)) {
        context.addIssue({ code: 'custom', message: '应为起止日期，如 2025-08-26 至 2025-08-28' });
        return z.NEVER;
      }
      return ends;
    })
    .optional(),
);

const question = row({
  id: code,
  题型: z.enum(['单选', '多选', '量表', '判断', '填空', '简答'], '应为：单选、多选、量表、判断、填空、简答'),
  题干: neededLong,
  聚焦: textOrNot,
  选项: z.array(short(), '应为列表').max(60, '选项过多').optional(),
  限选: count.optional(),
  归类: z
    .array(z.tuple([short(), count]), '应为列表')
    .max(60)
    .optional(),
  空白: count.optional(),
}).catchall(z.unknown());

export const roundFile = z
  .object(
    {
      today: dayOrNot,
      round: row({
        id: code,
        省: textOrNot,
        市: textOrNot,
        县: textOrNot,
        届次: needed(60),
        届期: period,
        轮次: textOrNot,
        名称: needed(60),
        巡察组: needed(40),
        派出党组织: textOrNot,
        授权文号: textOrNot,
        授权方式: textOrNot,
        框架版本: textOrNot,
        动员部署会: dayOrNot,
        培训: period,
        进驻开始: dayOrNot,
        现场结束: dayOrNot,
        底稿审签截止: dayOrNot,
        巡察报告报送: dayOrNot,
        领导小组听取汇报: dayOrNot,
        书记专题会: dayOrNot,
        反馈窗口: period,
        整改方案报送截止: dayOrNot,
        集中整改截止: dayOrNot,
        集中督查: period,
        参数: row({
          整改方案天数: count.default(30),
          集中整改月数: count.default(6),
          线索反馈月数: count.default(3),
          绿色预警剩余天数: count.default(20),
          黄色预警剩余天数: count.default(10),
          呆账_超期天数: count.default(30),
          呆账_无更新天数: count.default(60),
          周报日: short(10).default('星期五'),
        }).prefault({}),
      }),
      team: list(
        row({
          id: code,
          姓名: needed(40),
          职务: z.enum(['组长', '副组长', '联络员', '组员'], '应为：组长、副组长、联络员、组员'),
          组内分工: textOrNot,
          原单位: textOrNot,
          籍贯: textOrNot,
          党员: yesOrNot,
          临时党支部: textOrNot,
          账号角色: textOrNot,
        }),
      ),
      recusal: list(
        row({
          id: code,
          姓名: needed(40),
          拟任: textOrNot,
          情形: needed(40),
          命中规则: longOrNot,
          涉及单位: textOrNot,
          处理: textOrNot,
        }),
      ),
      units: list(
        row({
          id: code,
          名称: needed(80),
          简称: textOrNot,
          类别: textOrNot,
          主要负责人: textOrNot,
          负责人职务: textOrNot,
          党员数: count.optional(),
          干部职工数: count.optional(),
          下属单位: textOrNot,
          巡察类型: needed(40),
          专项内容: textOrNot,
          进驻: dayOrNot,
          撤点: dayOrNot,
          反馈日期: dayOrNot,
          签收人: textOrNot,
          上次巡察: textOrNot,
        }),
      ),
      coverage: list(row({ 对象: needed(80), 轮次: textOrNot })),
      inquiries: list(row({ 编号: code, 部门: needed(), 内容: neededLong, 发函: dayOrNot, 回函: dayOrNot })),
      interviews: list(
        row({
          编号: code,
          单位: code,
          对象: needed(40),
          职务: textOrNot,
          类别: needed(40),
          政治面貌: textOrNot,
          日期: day,
          起: clock,
          止: clockOrNot,
          地点: needed(100),
          谈话人: code,
          记录人: code,
          要点: list(row({ 聚焦: textOrNot, 内容: long })),
          线索苗头: yesOrNot,
        }),
      ),
      questionnaire: row({
        发放: count.optional(),
        回收: count.optional(),
        有效: count.optional(),
        分单位: z
          .record(
            z.string(),
            row({ 发放: count, 回收: count, 有效: count, 日期: dayOrNot }),
            '应为按单位的份数',
          )
          .default({}),
        题目: list(question),
      }).prefault({}),
      documents: list(
        row({
          编号: code,
          单位: code,
          资料名称: needed(120),
          期间: textOrNot,
          数量: count,
          量词: textOrNot,
          载体: textOrNot,
          形态: textOrNot,
          密级: textOrNot,
          要求提供日: day,
          提供日: dayOrNot,
          提供人: textOrNot,
          调阅人: code,
          组长签字: yesOrNot,
          状态: z.enum(
            ['待提供', '在阅', '待归还', '已归还', '复制留存', '遗失说明'],
            '应为：待提供、在阅、待归还、已归还、复制留存、遗失说明',
          ),
          归还日: dayOrNot,
          收回人: textOrNot,
          发现摘要: longOrNot,
          关联问题: list(code),
        }),
      ),
      forums: list(
        row({ 编号: code, 单位: code, 日期: day, 类别: needed(), 人数: count, 主持: code, 记录: code }),
      ),
      visits: list(
        row({
          编号: code,
          单位: code,
          日期: day,
          地点: needed(100),
          人次: count,
          方式: needed(40),
          记录: code,
        }),
      ),
      covert: list(
        row({ 编号: code, 单位: code, 日期: day, 点位: needed(100), 发现: longOrNot, 人员: needed() }),
      ),
      petitions: list(
        row({
          编号: code,
          单位: code,
          日期: day,
          方式: needed(40),
          反映人: textOrNot,
          实名: z.enum(['实名', '匿名'], '应为：实名、匿名'),
          受理范围: z.enum(['属于', '不属于'], '应为：属于、不属于'),
          内容: neededLong,
          处理: needed(),
        }),
      ),
      findings: list(
        row({
          编号: code,
          单位: code,
          聚焦: code,
          一级分类: textOrNot,
          二级分类: textOrNot,
          标题: needed(120),
          事实: neededLong,
          依据: neededLong,
          责任: neededLong,
          来源: list(short(40)),
          佐证: list(code),
          重点: yesOrNot,
          立行立改: yesOrNot,
          承办人: code,
          复核: textOrNot,
          审签: textOrNot,
          审签日期: dayOrNot,
          金额万元: money.nullish(),
        }),
      ),
      orders: list(
        row({
          编号: code,
          单位: code,
          问题: code,
          下发: day,
          要求: neededLong,
          时限: day,
          签收人: textOrNot,
          签收日: dayOrNot,
          回复日: dayOrNot,
          结果: longOrNot,
        }),
      ),
      rectification: list(
        row({
          编号: code,
          问题: code,
          任务: neededLong,
          措施: longOrNot,
          责任领导: needed(80),
          责任单位: needed(80),
          责任人: textOrNot,
          启动: dayOrNot,
          时限: day,
          状态: z.enum(
            ['未启动', '正在推进', '基本完成', '已完成'],
            '应为：未启动、正在推进、基本完成、已完成',
          ),
          完成日: dayOrNot,
          最近更新: dayOrNot,
          长期坚持: yesOrNot,
          措施类型: list(short(40)),
          成效: row({
            制度: count.optional(),
            挽回: money.optional(),
            追责: count.optional(),
            举一反三: count.optional(),
            专项整治: count.optional(),
          }).prefault({}),
          佐证数: count.optional(),
          销号审批: z
            .enum(
              ['未申请', '审批中', '退回', '已销号', '已撤销销号'],
              '应为：未申请、审批中、退回、已销号、已撤销销号',
            )
            .default('未申请'),
          反弹: yesOrNot,
          备注: longOrNot,
          预期预警: textOrNot,
        }),
      ),
      clues: list(
        row({
          编号: code,
          单位: code,
          关联问题: textOrNot,
          被反映人: needed(60),
          职务: textOrNot,
          职级: textOrNot,
          政治面貌: textOrNot,
          来源: needed(100),
          主要问题: neededLong,
          纪律分类: needed(40),
          是否涉嫌职务犯罪: yesOrNot,
          处置建议: needed(40),
          接收单位: textOrNot,
          移交方式: z.preprocess(
            (v) => (blank(v) ? undefined : v),
            z.enum(['单移交', '双移交'], '应为：单移交、双移交').optional(),
          ),
          移交日期: dayOrNot,
          移交人: textOrNot,
          接收人: textOrNot,
          反馈时限: dayOrNot,
          办理状态: z.enum(
            ['草拟', '组务会研究', '组长审签', '已移交', '已签收', '办理中', '已办结', '退回'],
            '应为：草拟、组务会研究、组长审签、已移交、已签收、办理中、已办结、退回',
          ),
          处置方式: textOrNot,
          四种形态: textOrNot,
          反馈日期: dayOrNot,
          备注: longOrNot,
        }),
      ),
      supervision: list(
        row({
          编号: code,
          单位: code,
          整改项: textOrNot,
          情形: neededLong,
          处理: needed(),
          日期: day,
          期限: dayOrNot,
        }),
      ),
      pry: list(
        row({
          编号: code,
          时间: day,
          打探者: needed(80),
          接受者: code,
          内容: neededLong,
          处置: neededLong,
          报告: dayOrNot,
        }),
      ),
      satisfaction: list(
        row({
          单位: code,
          发放: count,
          收回: count,
          分布: row({
            非常满意: count.default(0),
            满意: count.default(0),
            基本满意: count.default(0),
            不满意: count.default(0),
          }),
        }),
      ),
      feedback: z
        .record(
          z.string(),
          row({
            反馈日期: day,
            签收人: textOrNot,
            方案报送: dayOrNot,
            总体评价: longOrNot,
            建议: list(neededLong),
          }),
          '应为按单位的反馈',
        )
        .default({}),
      weeks: list(row({ 周: count, 起: day, 止: day, 报送日: dayOrNot })),
      expected: z.unknown().optional(),
    },
    '应为一个轮次（对象）',
  )
  .superRefine((file, context) => checkLinks(file as RoundFile, context));

export type RoundFile = z.output<typeof roundFile>;

/** Numbers given once, and every number that another row names. */
function checkLinks(file: RoundFile, context: z.RefinementCtx): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const gather = (rows: readonly Record<string, unknown>[], key: string, section: string): Set<string> => {
    const seen = new Set<string>();
    rows.forEach((entry, i) => {
      const value = entry[key] as string;
      if (seen.has(value)) complain([section, i, key], `编号“${value.slice(0, 40)}”重复`);
      seen.add(value);
    });
    return seen;
  };
  const units = gather(file.units, 'id', 'units');
  const team = gather(file.team, 'id', 'team');
  const papers = gather(file.findings, '编号', 'findings');
  const items = gather(file.rectification, '编号', 'rectification');
  const questions = gather(file.questionnaire.题目, 'id', 'questionnaire.题目');
  gather(file.clues, '编号', 'clues');
  gather(file.orders, '编号', 'orders');
  gather(file.inquiries, '编号', 'inquiries');
  gather(file.supervision, '编号', 'supervision');
  gather(file.pry, '编号', 'pry');
  gather(file.recusal, 'id', 'recusal');
  const support = new Set<string>(questions);
  for (const section of ['interviews', 'documents', 'forums', 'visits', 'covert', 'petitions'] as const) {
    for (const number of gather(file[section], '编号', section)) {
      if (support.has(number)) complain([section], `编号“${number.slice(0, 40)}”与其他记录重复`);
      support.add(number);
    }
  }
  const link = (
    section: string,
    rows: readonly Record<string, unknown>[],
    key: string,
    known: Set<string>,
    what: string,
  ) => {
    rows.forEach((entry, i) => {
      const value = entry[key];
      const values = Array.isArray(value) ? value : [value];
      values.forEach((v: unknown, j) => {
        if (typeof v === 'string' && !known.has(v)) {
          complain(
            [section, i, key, ...(Array.isArray(value) ? [j] : [])],
            `${what}中没有“${v.slice(0, 40)}”`,
          );
        }
      });
    });
  };
  for (const section of [
    'interviews',
    'documents',
    'forums',
    'visits',
    'covert',
    'petitions',
    'findings',
    'orders',
    'clues',
    'supervision',
    'satisfaction',
  ] as const) {
    link(section, file[section], '单位', units, '被巡察单位');
  }
  link('recusal', file.recusal, '涉及单位', units, '被巡察单位');
  file.recusal.forEach(({ 姓名: name }, i) => {
    const namesakes = file.team.filter((member) => member.姓名 === name).map(({ id }) => id);
    if (namesakes.length > 1) {
      complain(
        ['recusal', i, '姓名'],
        `巡察组名单中有${namesakes.length}人叫“${name}”（${namesakes.join('、')}），请改填本人的编号`,
      );
    }
  });
  link('interviews', file.interviews, '谈话人', team, '巡察组名单');
  link('interviews', file.interviews, '记录人', team, '巡察组名单');
  link('documents', file.documents, '调阅人', team, '巡察组名单');
  link('documents', file.documents, '关联问题', papers, '问题');
  link('forums', file.forums, '主持', team, '巡察组名单');
  link('forums', file.forums, '记录', team, '巡察组名单');
  link('visits', file.visits, '记录', team, '巡察组名单');
  file.covert.forEach((entry, i) => {
    for (const id of entry.人员.split(/[,，、]/)) {
      if (!team.has(id.trim()))
        complain(['covert', i, '人员'], `巡察组名单中没有“${id.trim().slice(0, 40)}”`);
    }
  });
  link('findings', file.findings, '承办人', team, '巡察组名单');
  link('findings', file.findings, '复核', team, '巡察组名单');
  link('findings', file.findings, '审签', team, '巡察组名单');
  link('findings', file.findings, '佐证', support, '谈话、问卷、调阅、走访、信访等记录');
  link('orders', file.orders, '问题', papers, '问题');
  link('rectification', file.rectification, '问题', papers, '问题');
  link('clues', file.clues, '关联问题', papers, '问题');
  link('clues', file.clues, '移交人', team, '巡察组名单');
  link('supervision', file.supervision, '整改项', items, '整改事项');
  link('pry', file.pry, '接受者', team, '巡察组名单');
  for (const unit of Object.keys(file.feedback)) {
    if (!units.has(unit)) complain(['feedback', unit], '被巡察单位中没有这个编号');
  }
  for (const unit of Object.keys(file.questionnaire.分单位)) {
    if (!units.has(unit)) complain(['questionnaire', '分单位', unit], '被巡察单位中没有这个编号');
  }
  file.questionnaire.题目.forEach((asked, i) => {
    for (const unit of units) {
      if (!Object.hasOwn(asked, unit)) continue;
      const votes = (asked as Record<string, unknown>)[unit];
      const place = ['questionnaire', '题目', i, unit];
      if (!Array.isArray(votes) || votes.some((n) => !Number.isInteger(n) || (n as number) < 0))
        complain(place, '应为各选项票数的列表');
      else if (votes.length < (asked.选项?.length ?? 0) || votes.length > (asked.选项?.length ?? 0) + 1) {
        complain(place, '票数个数应与选项个数相同（可在末尾另加“未答”）');
      }
    }
  });
}

/** `findings[3].单位` */
function placeOf(path: readonly PropertyKey[]): string {
  return (
    path.reduce<string>(
      (text, part) =>
        typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
      '',
    ) || '文件'
  );
}

const NATIVE_MESSAGE: Readonly<Record<string, string>> = {
  invalid_type: '缺少内容或类型不对',
  invalid_union: '内容不符合要求',
};

/**
 * Reads a round from the text of a file. A key that stands twice is refused: which of the two was meant nobody knows.
 * @throws WorkbenchError IMPORT_TOO_LARGE, IMPORT_NOT_JSON, IMPORT_INVALID with every problem and its place
 */
export function parseRoundFile(text: string): RoundFile {
  if (text.length > MAX_ROUND_BYTES) {
    throw new WorkbenchError('IMPORT_TOO_LARGE', '文件过大（超过64兆字节），未导入。请确认选对了文件。');
  }
  let json: unknown;
  try {
    // Cleaned at once, so that a number that another row names is found whatever hides in it.
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, (_key, value: unknown) =>
      typeof value === 'string' ? cleanText(value) : value,
    );
  } catch (cause) {
    const at = /position (\d+)/.exec(String(cause))?.[1];
    const line = at ? text.slice(0, Number(at)).split('\n').length : undefined;
    throw new WorkbenchError(
      'IMPORT_NOT_JSON',
      '文件内容不是有效的轮次数据（JSON），未导入任何记录。请重新导出后再试。',
      [{ place: line ? `第${line}行` : '文件', message: '此处不符合JSON格式' }],
    );
  }
  const twice = repeatedKeys(text);
  if (twice.length > 0) {
    throw invalidRound(
      twice.map(({ path, line }) => ({
        place: placeOf(path),
        message: `这一项写了两次（第二次在第${line}行），分不清以哪个为准，请删去一个`,
      })),
    );
  }
  const parsed = roundFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems: Problem[] = parsed.error.issues.map((issue) => ({
    place: placeOf(issue.path),
    // Words of our own are Chinese; zod's own sentences are not for people.
    message: /[\u4e00-\u9fff]/.test(issue.message)
      ? issue.message
      : (NATIVE_MESSAGE[issue.code] ?? '内容不符合要求'),
  }));
  throw invalidRound(problems);
}

/** The refusal of a file with these problems, as many as a person can read. */
export function invalidRound(problems: readonly Problem[]): WorkbenchError {
  const shown = problems.slice(0, MAX_PROBLEMS);
  if (problems.length > shown.length)
    shown.push({ place: '其余', message: `另有${problems.length - shown.length}处错误` });
  return new WorkbenchError(
    'IMPORT_INVALID',
    `文件中有${problems.length}处错误，未导入任何记录。请按列出的位置改正后重新导入。`,
    shown,
  );
}
