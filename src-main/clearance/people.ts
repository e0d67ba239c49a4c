/**
 * What a person typed into a field that names people, read into people: several in one field, with titles, remarks in
 * brackets, numbers, “等3人”. It reads too many rather than too few: a word that is no name is told apart where it
 * stands in a text ({@link ./find}).
 */
import type { NamesIn } from '../../src-shared/domain/name-roles';
import { simplified } from './spelling';
import { COMPOUND_SURNAMES, SURNAMES, surnameOf } from './surnames';
import { isCommonWord } from './words';

/** Posts and other words for people that stand before or after a name, longest first where one ends another. */
const TITLES =
  '被反映人|反映人|举报人|来信人|来访人|信访人|联系人|党组书记|党委书记|支部书记|村支书|总支书记|副书记|书记|支书|村主任|副主任|主任委员|主任科员|主任|总经理|董事长|经理|负责人|责任人|承办人|经办人|当事人|法人代表|法人|副局长|局长|副站长|站长|副所长|所长|副科长|科长|副处长|处长|副股长|股长|副队长|队长|副组长|组长|副镇长|镇长|副乡长|乡长|副县长|县长|副市长|市长|副部长|部长|副校长|校长|副院长|院长|副厂长|厂长|副会长|会长|副主席|主席|秘书长|秘书|村长|社长|班长|园长|馆长|行长|台长|庭长|政委|会计师|会计|出纳|文书|科员|办事员|职员|雇员|司机|驾驶员|保管员|管理员|网格员|护林员|河长|工程师|技术员|医生|村医|护士|药师|律师|教师|老师|教授|老板|店主|业主|工人|农民|学生|村民小组长|村民|居民|市民|群众|职工|员工|干部|党员|代表|委员|队员|成员|家属|妻子|丈夫|儿子|女儿|父亲|母亲|弟弟|哥哥|同志|先生|女士|小姐|师傅|大爷|大妈|阿姨|本人';
const POST_BEFORE = new RegExp(`(?:${TITLES})`, 'gu');
const POST_AFTER = new RegExp(
  `(?:等(?=$|\\d|[一二两三四五六七八九十百多数几人位名户]|同志|群众|村民).*|一行|夫妇|夫妻|父子|父女|母子|兄弟|全家|一家|们|(?:原|前|现任|时任)?(?:副?(?:${TITLES}))+)$`,
  'u',
);
/** What stands before a name and says who he is taken for. */
const LEAD =
  /^(?:其?(?:妻子?|丈夫|夫|儿子?|子|女儿?|女婿|父亲?|母亲?|岳父|兄|弟弟?|姐姐?|妹妹?|亲属|亲戚|配偶|朋友|同学|同事)|系|即|疑为|疑似|疑是|可能是|可能为|应为|实为|实名|署名|真名|本名|原名|又名|化名|曾用名|别名|自称|据称|为|是|由|经|据|以及|及|与|和|另有|还有|包括|其中|男|女|另|原|前|现任|时任|老)+/u;
/** Ends of the names of organisations. */
const ORGANISATION =
  /(?:公司|企业|集团|商店|商行|经营部|服务部|合作社|农场|学校|小学|中学|医院|卫生院|诊所|银行|中心|办公室|委员会|村委会|居委会|党支部|党总支|党委|党组|支部|纪委|监委|政府|单位|部门|领导班子|班子|[局站所科室处股队组厅部办院校厂会村镇乡县市区街]|街道|社区)$/u;
/** Words that stand where a name would and name nobody. */
const NOBODY =
  /^(?:匿名|实名|署名|身份证号?码?|联系?电话|手机号?码?|住址|地址|.*附后|签名|见名单|隐名|佚名|无名|不详|未知|未署名|没有署名|保密|略|无|暂无|本人|他人|其他|某.*|.*某.*|来信人|来访人|来电人|举报人|反映人|信访人|被反映人|申诉人|投诉人|联系人|谈话对象|群众|干部|职工|党员|村民|居民|市民|代表|(?:部分|多名|若干|有关|相关|广大|个别|全体|一些|各|退休|离退休|在职|普通|老|新|年轻|中层|领导|基层|机关|镇|村|组|社区)*(?:干部|群众|职工|党员|村民|居民|人员|人士|代表|同志|领导|员工)+(?:代表|来信|来访|[甲乙丙丁戊己庚辛])?|巡察组|巡视组|工作组|专班|党组|党委|党支部|两代表一委员)$/u;

/** Called by surname and post, or by surname alone. */
const CALLED = new RegExp(`^(?:[\\p{Script=Han}]副?(?:${TITLES})|[老小]\\p{Script=Han})$`, 'u');

const HAN_ONLY = /^\p{Script=Han}+$/u;
/** Between the parts of a name of several words: 买买提·艾力, in any of the dots that keyboards give. */
const DOT = /[·•․‧・･．.∙⋅●◦᛫⸱]/u;
const DOTTED = new RegExp(`\\p{Script=Han}+(?:${DOT.source}\\p{Script=Han}+)+`, 'gu');
const UNSEEN = /[\p{Cf}\p{Cc}\p{M}\u115F\u1160\u3164\uFFA0\u2800]/gu;

/** How many characters a name with this surname has at most. */
const longest = (name: string): number => (COMPOUND_SURNAMES.has([...name].slice(0, 2).join('')) ? 4 : 3);

/** Single characters in a row, as names: 郑 怀 素 is one, 张 三 李 四 two. */
function namesOfSingles(singles: readonly string[]): string[] {
  const whole = singles.join('');
  if (singles.length <= longest(whole)) return [whole];
  for (const size of [2, 3]) {
    const cut = Array.from({ length: Math.ceil(singles.length / size) }, (_, i) =>
      singles.slice(i * size, (i + 1) * size).join(''),
    );
    if (cut.every((name) => SURNAMES.has([...name][0]!) && [...name].length === size)) return cut;
  }
  return [whole];
}

/** Pieces that were parted only to fill the width of a name (张 三, 欧阳 修) put together again. */
function joinParted(pieces: readonly string[]): string[] {
  if (pieces.length > 1 && pieces.every((piece) => [...piece].length === 1)) return namesOfSingles(pieces);
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1) ?? '';
    const begun = [...last].length === 1 ? SURNAMES.has(last) : COMPOUND_SURNAMES.has(last);
    if (begun && HAN_ONLY.test(piece) && [...piece].length <= 2) joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

/** The entries of a list, each without what only parts it. */
function entriesOf(text: string): string[] {
  return text
    .replace(/(?:\d[\d\s-]{5,}\d[xX]?|\d{3,})/g, '\n')
    .split(/[、，,；;/|\\&+＋:：。！？!?\r\n\t“”"'《》<>【】[\]{}]+/u)
    .flatMap((part) => joinParted(part.trim().split(/\s+/u)))
    .map((entry) => entry.replace(/^[\s\d.)）(（]+|[\s\d.]+$/gu, ''))
    .filter(Boolean);
}

const plausible = (name: string): boolean => {
  const length = [...name].length;
  return HAN_ONLY.test(name) && surnameOf(name) !== undefined && length >= 2 && length <= longest(name);
};

/** The name after the last post in an entry (水利工程站站长段成式), or the entry itself. */
function withoutPosts(entry: string): string {
  let rest = entry.replace(LEAD, '') || entry;
  if (plausible(entry) && !POST_AFTER.test(entry)) rest = entry;
  for (let before = ''; before !== rest;) {
    before = rest;
    const cut = rest.replace(POST_AFTER, '');
    if (cut !== '') rest = cut;
  }
  // 王局长, 老王: all that is known of somebody.
  if (CALLED.test(entry)) return entry;
  for (const match of [...rest.matchAll(POST_BEFORE)].reverse()) {
    const after = rest.slice(match.index + match[0].length);
    if (plausible(after)) return after;
  }
  return rest;
}

/** 张三和李四 is two people; 和平 and 李和 are one each. */
function parted(entry: string): string[] {
  const match = /^(.{2,4}?)(?:以及|和|与|及|跟|同)(.{2,4})$/u.exec(entry);
  return match && plausible(match[1]!) && plausible(match[2]!) ? [match[1]!, match[2]!] : [entry];
}

const AFTER_POST = new RegExp(`(?:${TITLES})(?=(\\p{Script=Han}{2,5}))`, 'gu');
/** A name up to a word that follows names where responsibility is told. */
const FOLLOWED = /^(.{2,4}?)(?:负|对|应当|应负|承担|作为|主持|分管|时任|任|系|在|未|违|将|与|及|和|的)/u;

/** Names among other words: after a post, or before a word that follows names in such texts. */
function amongWords(entry: string): string[] {
  const found: string[] = [];
  for (const match of entry.matchAll(AFTER_POST)) {
    const rest = match[1]!;
    const name = FOLLOWED.exec(rest)?.[1] ?? [...rest].slice(0, 3).join('');
    if (plausible(name) && !isCommonWord(name)) found.push(name);
  }
  const before = FOLLOWED.exec(entry)?.[1];
  if (before && plausible(before) && !isCommonWord(before)) found.push(before);
  return found;
}

function peopleInEntry(entry: string, how: NamesIn): string[] {
  if (NOBODY.test(entry)) return [];
  return parted(withoutPosts(entry)).flatMap((name) => {
    const length = [...name].length;
    if (length < 2 || NOBODY.test(name) || !HAN_ONLY.test(name)) return [];
    if (plausible(name) && !(how === 'prose' && length === 2 && isCommonWord(name))) return [name];
    if (how !== 'listed' || ORGANISATION.test(name)) return amongWords(entry);
    // Six characters without a surname are still somebody (阿布都热合曼); a sentence is not.
    return length <= 6 ? [name] : amongWords(entry);
  });
}

/**
 * The people that a field names, each once, as they are to be called; an empty list where it names nobody.
 * @param text what was typed
 * @param how whether the field holds people, or mentions them
 */
export function readPeople(text: string, how: NamesIn = 'listed'): string[] {
  // Marks after a letter go; NFKC first would melt some of them into it.
  const plain = simplified(text.normalize('NFKC')).replace(UNSEEN, (sign) =>
    /[\n\r\t\v\f]/.test(sign) ? '\n' : '',
  );
  const dotted = [...plain.matchAll(DOTTED)].map(([name]) => name).filter((name) => [...name].length <= 20);
  const rest = dotted.reduce((left, name) => left.replace(name, '、'), plain);
  const remarks: string[] = [];
  const outside = rest.replace(/[(（〔[]([^()（）〔〕[\]]*)[)）〕\]]?/gu, (_whole, remark: string) => {
    remarks.push(remark);
    return '、';
  });
  const found = [
    ...dotted.flatMap((name) => dottedPeople(name)),
    ...entriesOf(outside).flatMap((entry) => peopleInEntry(entry, how)),
    // What stands in brackets is a post more often than a person.
    ...remarks.flatMap((remark) => entriesOf(remark).flatMap((entry) => peopleInEntry(entry, 'prose'))),
  ];
  return [...new Set(found)];
}

/** 买买提·艾力 is one person; 单小山.温子河 two, 郑·怀素 one whose name needs no dot. */
function dottedPeople(name: string): string[] {
  const parts = name.split(DOT);
  if (parts.every((part) => plausible(part))) return parts;
  const joined = parts.join('');
  return plausible(joined) ? [joined] : [parts.join('·')];
}
