/**
 * Versioned dictionaries: every classification of the work is data chosen per round, never code
 * (domain.md §0.1, §2.8; R33). A round stores the version ids it was begun with, so that old rounds keep their words.
 */
import type { Option } from './define/option';

export interface DictionaryVersion {
  /** Stored in the round, e.g. `focus-2024`. */
  readonly id: string;
  readonly label: string;
  readonly entries: readonly Option[];
}

const words = (...labels: string[]): readonly Option[] => labels.map((label) => ({ code: label, label }));
const coded = (prefix: string, ...labels: string[]): readonly Option[] =>
  labels.map((label, i) => ({ code: `${prefix}${i + 1}`, label }));
const single = (id: string, ...labels: string[]): readonly DictionaryVersion[] => [
  { id, label: '现行', entries: words(...labels) },
];

/** First version of each list is the default of a new round. Sources: domain.md §2 (field lists) and §2.8. */
export const DICTIONARIES = {
  /** 聚焦: county wording of 2024 first, then the older frames that rounds of those years used. */
  focus: [
    {
      id: 'focus-2024',
      label: '四个聚焦（2024版字典）',
      entries: coded(
        'F',
        '聚焦党中央决策部署在基层落实情况',
        '聚焦群众身边不正之风和腐败问题',
        '聚焦基层党组织和党员队伍建设',
        '聚焦巡察整改落实情况',
        '其他',
      ),
    },
    {
      id: 'focus-four-implement',
      label: '四个落实',
      entries: coded(
        'L',
        '落实党的理论和路线方针政策、党中央重大决策部署',
        '落实全面从严治党战略部署',
        '落实新时代党的组织路线',
        '落实巡视等监督发现问题整改',
      ),
    },
    {
      id: 'focus-2018',
      label: '三个聚焦（2018版）',
      entries: coded(
        'S',
        '党中央重大决策部署在基层落实情况',
        '群众身边腐败问题和不正之风',
        '基层党组织软弱涣散、组织力欠缺问题',
      ),
    },
    {
      id: 'focus-six-disciplines',
      label: '六大纪律',
      entries: coded('J', '政治纪律', '组织纪律', '廉洁纪律', '群众纪律', '工作纪律', '生活纪律'),
    },
    // The source texts name this frame without its contents: the county fills it in (domain.md §2.8).
    { id: 'focus-four-efforts', label: '四个着力', entries: [] },
  ],
  inspectionType: single('inspection-type', '常规巡察', '专项巡察', '机动式巡察', '巡察“回头看”'),
  specialTarget: single('special-target', '一件事', '一个人', '一个项目', '一笔资金', '一个下属机构'),
  unitCategory: single(
    'unit-category',
    '县直部门',
    '县直事业单位',
    '乡镇（街道）',
    '村（社区）',
    '县属国有企业',
    '学校',
    '医院',
    '其他',
  ),
  intervieweeCategory: single(
    'interviewee',
    '主要负责人',
    '班子成员',
    '中层干部',
    '一般干部',
    '下属单位负责人',
    '站所负责人',
    '村（社区）干部',
    '两代表一委员',
    '群众',
    '离退休',
    '派驻纪检人员',
    '其他',
  ),
  politicalStatus: single(
    'political-status',
    '中共党员',
    '中共预备党员',
    '共青团员',
    '民主党派',
    '无党派人士',
    '群众',
  ),
  interviewForm: single('interview-form', '个别谈话', '集体', '电话', '视频（内网）'),
  forumAttendee: single(
    'forum-attendee',
    '干部职工',
    '村（社区）干部',
    '站所负责人',
    '“两代表一委员”',
    '群众代表',
    '中层干部',
    '职工代表',
  ),
  visitMethod: single(
    'visit-method',
    '随机走访',
    '入户走访',
    '下沉一级',
    '暗访',
    '体验办事',
    '列席会议',
    '专项检查',
    '抽查个人有关事项',
  ),
  petitionMethod: single('petition-method', '来信', '来电', '来访', '网络', '扫码', '转办'),
  petitionHandling: single(
    'petition-handling',
    '纳入巡察了解',
    '转信访局',
    '转纪检',
    '转主管部门',
    '转有关部门',
    '立行立改',
    '存查',
  ),
  documentSubject: single(
    'document-subject',
    '三公经费',
    '项目建设',
    '惠农资金',
    '选人用人',
    '会议记录',
    '合同',
    '财务凭证',
    '其他',
  ),
  carrier: single('carrier', '纸质', '电子'),
  copyForm: single('copy-form', '原件', '复印件', '复制件'),
  handlingMark: single('handling-mark', '公开', '内部', '工作秘密'),
  /** Measure words in the order in which the statistics sentence lists them. */
  measureWord: single('measure-word', '册', '卷', '份', '本', '件', '张', '盒'),
  findingSource: single(
    'finding-source',
    '谈话',
    '问卷',
    '调阅',
    '信访',
    '走访',
    '暗访',
    '座谈会',
    '审计',
    '函询',
    '移交',
    '其他',
  ),
  keySituation: single('key-situation', '重点人', '重点事', '重点问题'),
  discipline: single(
    'discipline',
    '政治纪律',
    '组织纪律',
    '廉洁纪律',
    '群众纪律',
    '工作纪律',
    '生活纪律',
    '涉嫌违法犯罪',
    '其他',
    '不适用',
  ),
  clueDisposal: single('clue-disposal', '谈话函询', '初步核实', '暂存待查', '予以了结', '移送司法机关'),
  clueReceiver: single(
    'clue-receiver',
    '县纪委监委',
    '县委组织部',
    '县公安局',
    '县检察院',
    '县审计局',
    '县信访局',
    '主管部门',
  ),
  fourForms: single('four-forms', '第一种形态', '第二种形态', '第三种形态', '第四种形态', '不适用'),
  measureType: single('measure-type', '建章立制', '挽回损失', '追责问责', '举一反三', '专项整治', '重大措施'),
  leaderType: single('leader-type', '党组织主要负责人', '其他班子成员'),
  rectificationSource: single('rectification-source', '本级巡察', '上级巡视', '巡视巡察移交'),
  recusalGround: single('recusal-ground', '任职回避', '地域回避', '公务回避', '亲属关系', '其他', '无'),
  inquiryDepartment: single(
    'inquiry-department',
    '县纪委监委',
    '县委组织部',
    '县检察院',
    '县信访局',
    '县委编办',
    '县审计局',
    '县统计局',
    '县委政法委',
    '县财政局',
    '县委宣传部',
  ),
  supervisionMethod: single('supervision-method', '听', '看', '查', '访', '测评'),
  supervisionOutcome: single(
    'supervision-outcome',
    '认可',
    '责成写出情况说明',
    '约谈主要负责人',
    '再次提出整改要求',
    '向巡察办通报',
    '及时向巡察工作领导小组报告',
  ),
} as const satisfies Record<string, readonly DictionaryVersion[]>;

export type DictionaryName = keyof typeof DICTIONARIES;

/** What a dictionary is called where its entries are edited. */
export const DICTIONARY_NAMES: Readonly<Record<DictionaryName, string>> = {
  focus: '聚焦',
  inspectionType: '巡察类型',
  specialTarget: '专项内容类别',
  unitCategory: '单位类别',
  intervieweeCategory: '谈话对象类别',
  politicalStatus: '政治面貌',
  interviewForm: '谈话方式',
  forumAttendee: '参会类别',
  visitMethod: '走访方式',
  petitionMethod: '信访方式',
  petitionHandling: '信访处理',
  documentSubject: '资料类别',
  carrier: '载体',
  copyForm: '形态',
  handlingMark: '密级',
  measureWord: '量词',
  findingSource: '问题来源',
  keySituation: '重点情形',
  discipline: '违反纪律',
  clueDisposal: '线索处置方式',
  clueReceiver: '线索接收单位',
  fourForms: '四种形态',
  measureType: '整改措施类型',
  leaderType: '责任领导类型',
  rectificationSource: '整改来源',
  recusalGround: '回避情形',
  inquiryDepartment: '函询部门',
  supervisionMethod: '督查方式',
  supervisionOutcome: '督查结果处理',
};

/**
 * Lists that stay as they are: what is counted and set out in papers by their entries (problems by 聚焦, 方式 by 来源, 信访 by 处理)
 * takes no word of a person's own, since each would be one more 方面 in the sentence for the unit. All others take any word.
 */
const CLOSED: ReadonlySet<DictionaryName> = new Set([
  'focus',
  'petitionHandling',
  'findingSource',
  'measureType',
  'rectificationSource',
  'fourForms',
]);

/** Whether only the entries of a dictionary may stand in its fields. */
export const isClosed = (name: DictionaryName): boolean => CLOSED.has(name);

/** The version with this id, or the current one where the id is absent or unknown. */
export function dictionaryVersion(name: DictionaryName, id?: string): DictionaryVersion {
  const versions: readonly DictionaryVersion[] = DICTIONARIES[name];
  return versions.find((v) => v.id === id) ?? versions[0]!;
}

/** Label of an entry; the code itself where no version knows it (a word of the user's own). */
export function entryLabel(name: DictionaryName, code: string, versionId?: string): string {
  const versions: readonly DictionaryVersion[] = DICTIONARIES[name];
  const own = dictionaryVersion(name, versionId).entries.find((e) => e.code === code);
  return (own ?? versions.flatMap((v) => v.entries).find((e) => e.code === code))?.label ?? code;
}

/** Place of an entry in its dictionary (for sorting); words of the user's own come last. */
export function entryOrder(name: DictionaryName, code: string, versionId?: string): number {
  const index = dictionaryVersion(name, versionId).entries.findIndex((e) => e.code === code);
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
}
