/** What the dialog says of a paper before it is made: what it is, of what, for whom, and what stands out of it. Pure. */
import { UNIT_DOCUMENTS, type PaperRequest } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain';
import type { AnyKind } from '../../../src-shared/domain/define';
import {
  BLANK_COPY,
  blankCopyOf,
  copyOf,
  GROUP_COPY,
  isLetter,
  type PaperCopy,
  type RegisterCopy,
} from '../../../src-shared/domain/paper-form';
import { computedOf, formTitle, registerTitle } from '../../../src-shared/domain/words';
import { getRecord, labelOf, titleOf } from '../../replica';

export interface Description {
  readonly dialogTitle: string;
  /** What the paper is called. */
  readonly title: string;
  readonly place: { readonly label: string; readonly words: string };
  readonly audience: string;
  readonly leftOut: { readonly heading: string; readonly lines: readonly string[] };
  /** Whether it can go to the printer from here; official papers are printed from Word, which sets their pages. */
  readonly printable: boolean;
  readonly kind?: AnyKind;
}

const FOR_UNIT = {
  feedback: [
    '问题线索、被反映人和线索数量',
    '信访反映人、谈话对象和问卷情况',
    '未审签、未采用的底稿',
    '发现过程、责任认定、组内意见和复核审签情况',
    '记录中写到的人名：组长未同意写明的，以“某某”代替',
  ],
  ledger: ['问题线索、被反映人和线索数量', '群众评判和不公开理由', '组内记录人和佐证附件', '未反馈的底稿'],
} as const;

const INSIDE = {
  audience: '巡察组内部',
  leftOut: { heading: '注意', lines: ['供组内使用和归档，不得交给被巡察单位和其他无关人员'] },
} as const;

const name = (kind: AnyKind | undefined): string => (kind ? formTitle(kind) : '');

function describeForm(request: Extract<PaperRequest, { document: 'form' }>): Description {
  const record = getRecord(request.record);
  const kind = record && kindOf(record.kind);
  const base = {
    dialogTitle: '打印表单',
    title: name(kind),
    place: { label: '记录', words: record ? titleOf(record) : '' },
    printable: true,
    kind,
  };
  const copy = kind && copyOf(kind.paper, request.copy);
  if (kind && copy) return { ...base, title: titleOfCopy(kind, copy), ...leavingHouse(kind, copy) };
  const blank = kind && blankCopyOf(kind.paper);
  if (request.copy !== GROUP_COPY) {
    const onIt = request.copy === BLANK_COPY && blank ? blank.reader : undefined;
    const about = onIt ? `供${onIt}手写、签名；组内栏目另页打印` : '空白表，可打印后手工填写，再录入本程序';
    return {
      ...base,
      place: { label: '表单', words: name(kind) },
      audience: onIt ?? INSIDE.audience,
      leftOut: { heading: '说明', lines: [about] },
    };
  }
  return { ...base, ...INSIDE };
}

const titleOfCopy = (kind: AnyKind, copy: PaperCopy): string =>
  isLetter(copy) ? copy.label : (copy.title ?? formTitle(kind));

/** Names of what stands on a copy; those a computed column is made of, too. */
function namedOn(kind: AnyKind, copy: PaperCopy | RegisterCopy): ReadonlySet<string> {
  if ('letter' in copy) return new Set();
  const fields = 'columns' in copy ? copy.columns : copy.sections.flatMap((section) => section.fields);
  return new Set(fields.flatMap((field) => [field, ...(computedOf(kind, field)?.of ?? [])]));
}

/** What a copy for somebody outside the group keeps back: all that its definition does not name, whole sections first. */
function leavingHouse(
  kind: AnyKind,
  copy: PaperCopy | RegisterCopy,
): Pick<Description, 'audience' | 'leftOut'> {
  const signed = copy.audience === 'signer' ? '（阅后签字）' : '';
  return {
    audience: `${copy.reader}${signed}`,
    leftOut: { heading: '不会写入', lines: [...keptBack(kind, copy), ...SEARCHED[copy.handOut]] },
  };
}

const SEARCHED = {
  readers: ['标注和附件清单'],
  organisers: ['问题线索；人名以“某某”代替'],
} as const;

function keptBack(kind: AnyKind, copy: PaperCopy | RegisterCopy): readonly string[] {
  if ('letter' in copy) return ['发现过程、责任认定和组内意见'];
  const named = namedOn(kind, copy);
  const whole = kind.sections.filter(({ fields }) => !fields.some((field) => named.has(field)));
  const part = kind.sections
    .filter((section) => !whole.includes(section))
    .flatMap(({ fields }) => fields.filter((field) => !named.has(field) && field !== 'code'));
  const rows = 'sections' in copy ? (kind.paper.rows ?? []).filter((row) => !copy.rows?.includes(row)) : [];
  return [
    ...whole.map(({ title }) => title),
    ...rows.map((row) => kindOf(row)?.label ?? row),
    part.map((field) => kind.fields[field]!.info.label).join('、'),
  ].filter(Boolean);
}

export function describe(request: PaperRequest): Description {
  switch (request.document) {
    case 'feedback':
    case 'ledger':
      return {
        dialogTitle: '导出文件',
        title: UNIT_DOCUMENTS[request.document],
        place: { label: '单位', words: labelOf(request.inspection) },
        audience: '被巡察单位',
        leftOut: { heading: '不会写入', lines: FOR_UNIT[request.document] },
        printable: false,
      };
    case 'form':
      return describeForm(request);
    case 'register': {
      const kind = kindOf(request.kind);
      const copy = kind?.paper.registers?.find(({ id }) => id === request.copy);
      return {
        dialogTitle: '打印列表',
        title: copy?.title ?? (kind ? registerTitle(kind) : ''),
        place: { label: '内容', words: `当前列表${request.ids.length}条，按屏幕上的筛选和次序` },
        printable: true,
        kind,
        ...(kind && copy ? leavingHouse(kind, copy) : INSIDE),
      };
    }
    case 'questionnaire':
      return {
        dialogTitle: '打印问卷',
        title: '调查问卷',
        place: { label: '问卷', words: labelOf(request.questionnaire) },
        audience: '答卷人（不记名）',
        leftOut: { heading: '不会写入', lines: ['题目归类、互斥选项等组内设置', '发放、录入和统计情况'] },
        printable: true,
      };
    case 'tally':
      return {
        dialogTitle: '打印统计表',
        title: '问卷计票统计表',
        place: { label: '问卷', words: labelOf(request.questionnaire) },
        printable: true,
        ...INSIDE,
      };
  }
}
