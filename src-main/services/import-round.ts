/** Turns a checked round file into records: all in one transaction, or none. */
import { CLOSING_STATES, RECTIFICATION_STATES } from '../../src-shared/domain/kinds/rectification-item';
import { CLUE_STATES } from '../../src-shared/domain/kinds/clue';
import { DICTIONARIES } from '../../src-shared/domain/dictionaries';
import { DOCUMENT_STATES } from '../../src-shared/domain/kinds/document-request';
import { kinds, type KindName } from '../../src-shared/domain/kinds';
import { cleanValues } from '../../src-shared/domain/cleaning';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { checkClosedLists, checkValues } from '../../src-shared/domain/validate';
import type { Problem } from '../../src-shared/errors';
import {
  type ChangeDraft,
  type FieldValue,
  PARENT_FIELD,
  type RecordId,
} from '../../src-shared/merge/change';
import { newRecordId } from './records';
import { invalidRound, type RoundFile } from './round-file';

type Given = Readonly<Record<string, unknown>>;

/** Code of a state by its Chinese word; the file's schema has already checked the word. */
function codeOf<S extends string>(labels: Readonly<Record<S, string>>, word: string): S {
  return (Object.keys(labels) as S[]).find((code) => labels[code] === word)!;
}

const QUESTION_CODES = {
  单选: 'single',
  多选: 'multiple',
  量表: 'scale',
  判断: 'trueFalse',
  填空: 'blank',
  简答: 'essay',
} as const;

/** A round that is being read has no records in the vault yet. */
const NOTHING_YET = { get: () => undefined, children: () => [] };

const splitWords = (text: string): string[] =>
  text
    .split(/[；;、]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** `顾西洲（党组织主要负责人）`, with brackets of either width → name and type. */
function leaderOf(text: string): { leader: string; leaderType?: string } {
  const match = /^(.*?)[（(](.+)[）)]$/.exec(text.trim());
  return match ? { leader: match[1]!.trim(), leaderType: match[2]! } : { leader: text.trim() };
}

/**
 * Drafts of every record of the round.
 * @param author user id, @param at ISO time label
 * @throws WorkbenchError IMPORT_INVALID with every value that does not fit its field
 */
export function draftsOfRound(file: RoundFile, author: string, at: string): ChangeDraft[] {
  const drafts: ChangeDraft[] = [];
  const ids = new Map<string, RecordId>();
  /** The round as its records will find it: which version of 聚焦 it goes by. */
  let lists: Entity | undefined;
  const problems: Problem[] = [];

  const add = (
    kind: KindName,
    parent: RecordId | null,
    values: Given,
    sets: Readonly<Record<string, readonly string[]>> = {},
  ): RecordId => {
    const definition = kinds[kind] as unknown as AnyKind;
    const given: Record<string, FieldValue> = {};
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined && value !== null && value !== '') given[name] = value as FieldValue;
    }
    const set: Record<string, FieldValue> = cleanValues(definition, given);
    const place = `${definition.label}${typeof set.code === 'string' ? ` ${set.code}` : ''}`;
    const id = newRecordId();
    if (kind === 'round') {
      const values = set;
      lists = { id, kind, parent, inspection: null, values, sets: {}, conflicts: [], updatedAt: at };
    }
    problems.push(
      ...checkValues(definition, set, place),
      ...checkClosedLists(definition, set, { place: lists, look: NOTHING_YET }).map((problem) => ({
        ...problem,
        place: `${place}.${problem.place}`,
      })),
    );
    if (parent) set[PARENT_FIELD] = parent;
    for (const [name, members] of Object.entries(sets))
      for (const member of members) set[`${name}/${member}`] = true;
    drafts.push({ author, at, kind, recordId: id, action: 'import', set, replaces: {} });
    return id;
  };
  /** Registers what other rows name: `team:P01`, `unit:U1`, `support:T01` … */
  const named = (space: string, number: string, id: RecordId): RecordId => {
    ids.set(`${space}:${number}`, id);
    return id;
  };
  const find = (space: string, number: string | undefined): RecordId | undefined =>
    number === undefined ? undefined : ids.get(`${space}:${number}`);
  const inspection = (unit: string): RecordId => ids.get(`inspection:${unit}`)!;

  const r = file.round;
  const p = r.参数;
  const focusVersion =
    DICTIONARIES.focus.find((version) => version.label === r.框架版本 || version.id === r.框架版本)?.id ??
    DICTIONARIES.focus[0].id;
  const term = add('term', null, {
    name: r.届次,
    startedOn: r.届期?.from,
    endsOn: r.届期?.to,
    province: r.省,
    city: r.市,
    county: r.县,
  });
  for (const entry of file.coverage)
    add('coverageTarget', term, { name: entry.对象, plannedRound: entry.轮次 });
  const round = add('round', term, {
    code: r.id,
    name: r.名称,
    ordinal: r.轮次,
    sendingCommittee: r.派出党组织,
    authorization: r.授权文号,
    authorizationMode: r.授权方式,
    focusVersion,
    mobilizedOn: r.动员部署会,
    trainingFrom: r.培训?.from,
    trainingTo: r.培训?.to,
    enterOn: r.进驻开始,
    leaveOn: r.现场结束,
    papersSignedBy: r.底稿审签截止,
    reportDueOn: r.巡察报告报送,
    groupHearingOn: r.领导小组听取汇报,
    secretaryMeetingOn: r.书记专题会,
    feedbackFrom: r.反馈窗口?.from,
    feedbackTo: r.反馈窗口?.to,
    planDueOn: r.整改方案报送截止,
    concentratedUntil: r.集中整改截止,
    superviseFrom: r.集中督查?.from,
    superviseTo: r.集中督查?.to,
    planDays: p.整改方案天数,
    concentratedMonths: p.集中整改月数,
    clueReplyMonths: p.线索反馈月数,
    greenDays: p.绿色预警剩余天数,
    yellowDays: p.黄色预警剩余天数,
    staleOverdueDays: p.呆账_超期天数,
    staleIdleDays: p.呆账_无更新天数,
    reportWeekday: p.周报日,
    demoToday: file.today,
  });
  const team = add('team', round, { name: r.巡察组 });
  for (const m of file.team) {
    const id = add('member', team, {
      code: m.id,
      name: m.姓名,
      duty: m.职务,
      task: m.组内分工,
      homeUnit: m.原单位,
      nativePlace: m.籍贯,
      partyMember: m.党员,
      branchPost: m.临时党支部,
      ...(m.原单位?.includes('交叉抽调') ? { seconded: true } : {}),
    });
    named('member', m.id, id);
    named('memberName', m.姓名, id);
  }
  const member = (code: string | undefined) => find('member', code);

  const paperUnits = new Set(file.findings.map((f) => f.单位));
  for (const u of file.units) {
    const unit = named(
      'unit',
      u.id,
      add('unit', null, {
        code: u.id,
        name: u.名称,
        shortName: u.简称,
        category: u.类别,
        head: u.主要负责人,
        headPost: u.负责人职务,
        partyMembers: u.党员数,
        staff: u.干部职工数,
        subordinates: u.下属单位,
        lastInspected: u.上次巡察,
      }),
    );
    const fedBack = Object.hasOwn(file.feedback, u.id) || u.反馈日期 !== undefined;
    const stage = fedBack
      ? 'rectifying'
      : u.撤点 && file.today && u.撤点 < file.today
        ? 'reporting'
        : 'onSite';
    named(
      'inspection',
      u.id,
      add('inspection', round, {
        unit,
        team,
        type: u.巡察类型,
        specialTarget: u.专项内容,
        enterOn: u.进驻,
        leaveOn: u.撤点,
        stage: u.进驻 || paperUnits.has(u.id) ? stage : 'preparing',
      }),
    );
  }
  for (const h of file.recusal) {
    // By name or, of two of one name, by number.
    const meant = file.team.find(({ id }) => id === h.姓名);
    add('recusal', round, {
      code: h.id,
      name: meant?.姓名 ?? h.姓名,
      member: find('member', meant?.id) ?? find('memberName', h.姓名),
      proposedDuty: h.拟任,
      unit: find('unit', h.涉及单位),
      ground: h.情形,
      rule: h.命中规则,
      decision: h.情形 === '无' ? 'denied' : h.处理?.includes('调整') ? 'adjusted' : 'approved',
      handling: h.处理,
    });
  }
  for (const q of file.inquiries) {
    add('inquiry', round, {
      code: q.编号,
      department: q.部门,
      content: q.内容,
      sentOn: q.发函,
      repliedOn: q.回函,
    });
  }
  for (const t of file.interviews) {
    const id = named(
      'support',
      t.编号,
      add('interview', inspection(t.单位), {
        code: t.编号,
        ordinal: 1,
        interviewee: t.对象,
        post: t.职务,
        category: t.类别,
        politicalStatus: t.政治面貌,
        heldOn: t.日期,
        startedAt: t.起,
        endedAt: t.止,
        place: t.地点,
        interviewer: member(t.谈话人),
        recorder: member(t.记录人),
        form: '个别谈话',
        personTimes: 1,
        clueSign: t.线索苗头,
        focusTags: [...new Set(t.要点.flatMap((point) => point.聚焦 ?? []))],
      }),
    );
    t.要点.forEach((point, i) =>
      add('exchange', id, { position: i + 1, focus: point.聚焦, answer: point.内容, mark: 'none' }),
    );
  }

  const asked = file.questionnaire;
  if (asked.题目.length > 0 || Object.keys(asked.分单位).length > 0) {
    const questionnaire = add('questionnaire', round, { code: 'WJ-01', name: `${r.名称}调查问卷` });
    const questions = asked.题目.map((q, i) => {
      const id = add('question', questionnaire, {
        code: q.id,
        position: i + 1,
        type: QUESTION_CODES[q.题型],
        stem: q.题干,
        options: q.选项,
        limit: q.限选,
        focus: q.聚焦,
      });
      named('support', q.id, id);
      if (q.归类) {
        add('questionTally', questionnaire, {
          question: id,
          coded: q.归类.map(([label]) => label),
          votes: q.归类.map(([, n]) => n),
          unanswered: q.空白,
        });
      }
      return id;
    });
    for (const [unit, sheets] of Object.entries(asked.分单位)) {
      const batch = add('responseBatch', inspection(unit), {
        questionnaire,
        handedOutOn: sheets.日期,
        issued: sheets.发放,
        returned: sheets.回收,
        valid: sheets.有效,
      });
      asked.题目.forEach((q, i) => {
        const votes = Object.hasOwn(q, unit) ? ((q as Given)[unit] as number[]) : undefined;
        const options = q.选项?.length ?? 0;
        if (!votes) return;
        add('questionTally', batch, {
          question: questions[i],
          votes: votes.slice(0, options),
          unanswered: votes[options] ?? 0,
        });
      });
    }
  }

  for (const f of file.forums) {
    named(
      'support',
      f.编号,
      add('forum', inspection(f.单位), {
        code: f.编号,
        heldOn: f.日期,
        attendees: splitWords(f.类别),
        headcount: f.人数,
        host: member(f.主持),
        recorder: member(f.记录),
      }),
    );
  }
  for (const v of file.visits) {
    const random = v.方式 === '随机走访';
    named(
      'support',
      v.编号,
      add('visit', inspection(v.单位), {
        code: v.编号,
        method: v.方式,
        heldOn: v.日期,
        place: v.地点,
        persons: v.人次,
        recorder: member(v.记录),
        random,
      }),
    );
  }
  for (const v of file.covert) {
    const [recorder, ...companions] = v.人员.split(/[,，、]/).map((id) => member(id.trim()));
    named(
      'support',
      v.编号,
      add('visit', inspection(v.单位), {
        code: v.编号,
        method: '暗访',
        heldOn: v.日期,
        place: v.点位,
        recorder,
        companion: companions.length > 1 ? companions : companions[0],
        findings: v.发现,
      }),
    );
  }
  for (const x of file.petitions) {
    named(
      'support',
      x.编号,
      add('petition', inspection(x.单位), {
        code: x.编号,
        receivedOn: x.日期,
        method: x.方式,
        signed: x.实名,
        reporter: x.反映人,
        content: x.内容,
        inScope: x.受理范围,
        handling: splitWords(x.处理),
      }),
    );
  }
  const linkedPapers = new Map<string, readonly string[]>();
  for (const d of file.documents) {
    const id = add('documentRequest', inspection(d.单位), {
      code: d.编号,
      name: d.资料名称,
      period: d.期间,
      quantity: d.数量,
      measureWord: d.量词,
      carrier: d.载体,
      copyForm: d.形态,
      handlingMark: d.密级,
      dueOn: d.要求提供日,
      providedOn: d.提供日,
      provider: d.提供人,
      reader: member(d.调阅人),
      leaderSigned: d.组长签字,
      state: codeOf(DOCUMENT_STATES, d.状态),
      returnedOn: d.归还日,
      takenBackBy: d.收回人,
      findings: d.发现摘要,
    });
    named('support', d.编号, id);
    linkedPapers.set(id, d.关联问题);
  }

  const ruled = new Set(file.rectification.map((item) => item.问题));
  for (const w of file.findings) {
    const fedBack = Object.hasOwn(file.feedback, w.单位);
    const signed = w.审签日期 !== undefined;
    const state = !signed ? 'draft' : ruled.has(w.编号) ? 'rectifying' : fedBack ? 'fedBack' : 'signed';
    const id = add(
      'workingPaper',
      inspection(w.单位),
      {
        code: w.编号,
        title: w.标题,
        focus: w.聚焦,
        category: w.一级分类,
        subcategory: w.二级分类,
        sources: w.来源,
        facts: w.事实,
        basis: w.依据,
        responsible: w.责任,
        amount: w.金额万元,
        key: w.重点,
        immediate: w.立行立改,
        handler: member(w.承办人),
        reviewer: member(w.复核),
        signer: member(w.审签),
        signedOn: w.审签日期,
        state,
      },
      { support: w.佐证.map((number) => find('support', number)!) },
    );
    named('paper', w.编号, id);
  }
  for (const draft of drafts) {
    const papers = linkedPapers.get(draft.recordId);
    for (const number of papers ?? [])
      (draft.set as Record<string, FieldValue>)[`paper/${find('paper', number)!}`] = true;
  }
  for (const o of file.orders) {
    add('immediateOrder', inspection(o.单位), {
      code: o.编号,
      paper: find('paper', o.问题),
      issuedOn: o.下发,
      demand: o.要求,
      dueOn: o.时限,
      receivedBy: o.签收人,
      receivedOn: o.签收日,
      repliedOn: o.回复日,
      result: o.结果,
    });
  }
  for (const z of file.rectification) {
    const state = codeOf(RECTIFICATION_STATES, z.状态);
    const closing = codeOf(CLOSING_STATES, z.销号审批);
    const id = named(
      'item',
      z.编号,
      add('rectificationItem', find('paper', z.问题)!, {
        code: z.编号,
        source: '本级巡察',
        task: z.任务,
        ...leaderOf(z.责任领导),
        responsibleUnit: z.责任单位,
        responsiblePerson: z.责任人,
        startOn: z.启动,
        dueOn: z.时限,
        state,
        doneOn: z.完成日,
        lastUpdateOn: z.最近更新,
        longTerm: z.长期坚持,
        measureTypes: z.措施类型,
        systems: z.成效.制度,
        recovered: z.成效.挽回,
        accountable: z.成效.追责,
        analogous: z.成效.举一反三,
        campaigns: z.成效.专项整治,
        evidenceCount: z.佐证数,
        closing,
        rebounded: z.反弹,
        reopenCount: z.反弹 ? 1 : undefined,
        note: z.备注,
      }),
    );
    (z.措施?.split(/[；;]/) ?? [])
      .map((part) => part.trim())
      .filter(Boolean)
      .forEach((content, i) => add('measure', id, { position: i + 1, content, done: state === 'done' }));
  }
  for (const c of file.clues) {
    add('clue', inspection(c.单位), {
      code: c.编号,
      paper: find('paper', c.关联问题),
      accused: c.被反映人,
      post: c.职务,
      rank: c.职级,
      politicalStatus: c.政治面貌,
      source: c.来源,
      content: c.主要问题,
      discipline: c.纪律分类,
      dutyCrime: c.是否涉嫌职务犯罪,
      suggestion: c.处置建议,
      receiver: c.接收单位,
      transferMode: c.移交方式,
      transferredOn: c.移交日期,
      transferredBy: member(c.移交人),
      receivedBy: c.接收人,
      replyDueOn: c.反馈时限,
      state: codeOf(CLUE_STATES, c.办理状态),
      disposal: c.处置方式,
      fourForms: c.四种形态,
      repliedOn: c.反馈日期,
      note: c.备注,
    });
  }
  for (const s of file.supervision) {
    add('supervisionCheck', inspection(s.单位), {
      code: s.编号,
      item: find('item', s.整改项),
      checkedOn: s.日期,
      situation: s.情形,
      outcome: s.处理,
      dueOn: s.期限,
    });
  }
  for (const d of file.pry) {
    add('pryReport', team, {
      code: d.编号,
      happenedOn: d.时间,
      person: d.打探者,
      receiver: member(d.接受者),
      content: d.内容,
      handling: d.处置,
      reportedOn: d.报告,
    });
  }
  for (const s of file.satisfaction) {
    add('satisfactionSurvey', inspection(s.单位), {
      issued: s.发放,
      returned: s.收回,
      verySatisfied: s.分布.非常满意,
      satisfied: s.分布.满意,
      fairlySatisfied: s.分布.基本满意,
      dissatisfied: s.分布.不满意,
    });
  }
  for (const [unit, f] of Object.entries(file.feedback)) {
    const id = add('feedback', inspection(unit), {
      heldOn: f.反馈日期,
      receivedBy: f.签收人,
      overview: f.总体评价,
      planReceivedOn: f.方案报送,
    });
    f.建议.forEach((content, i) => add('advice', id, { position: i + 1, content }));
  }
  for (const w of file.weeks)
    add('weeklyReport', team, { week: w.周, from: w.起, to: w.止, dueOn: w.报送日 });
  if (problems.length > 0) throw invalidRound(problems);
  return drafts;
}
