/**
 * Whether signatures stand: looked at over the whole record, told as far as the reader sees it. For the form, for papers, for
 * 今日, and for the check of everything.
 */
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import { kindOf } from '../../../src-shared/domain/kinds';
import {
  actsBehind,
  changedNames,
  type Content,
  contentOf,
  differenceOf,
  type Difference,
  isToSign,
  SIGNATURE,
} from '../../../src-shared/domain/signing';
import { labelIn } from '../../../src-shared/domain/words';
import type { FieldValue, RecordId } from '../../../src-shared/merge/change';
import type { Problem } from '../../../src-shared/errors';
import { nameOf } from '../operations';
import { demandKind, demandVisible, ruleContext, type Workspace } from '../records/workspace';
import { isLifted, signaturesOf } from './act';
import { faultOf, toldBy } from './proof';

/** `changed`: what was signed no longer stands in the record; `wrong`: it proves nothing. */
export type Standing = 'standing' | 'changed' | 'lifted' | 'wrong';

/** A signature as a reader of its record is told of it. */
export interface Shown {
  readonly id: RecordId;
  readonly act: string;
  readonly person: string;
  readonly role: string;
  /** The day, `YYYY-MM-DD`. */
  readonly signedOn: string;
  readonly standing: Standing;
  /** Of one that is withdrawn: who did so, when and why; of one that proves nothing: why not. */
  readonly note?: string;
  /** Of one that no longer stands: what differs. */
  readonly differences: Difference[];
}

/** What is known of the signatures of a record. */
export interface Signatures {
  /** The oldest first. */
  readonly signatures: Shown[];
  /** Acts that lie behind the record and of which no signature was kept: it came so, or was done before there were any. */
  readonly unsigned: string[];
}

/** @throws WorkbenchError RECORD_NOT_FOUND */
export function signaturesShown(workspace: Workspace, id: RecordId): Signatures {
  const seen = demandVisible(workspace, id);
  const kind = demandKind(seen.kind);
  const signatures = signaturesOf(workspace, id).map((one) => shown(workspace, kind, one));
  const kept = new Set(signatures.filter(({ standing }) => standing !== 'lifted').map(({ act }) => act));
  return { signatures, unsigned: actsBehind(kind, seen.values).filter((act) => !kept.has(act)) };
}

function shown(workspace: Workspace, kind: AnyKind, signature: Entity): Shown {
  const { values } = signature;
  const text = (field: string): string => (typeof values[field] === 'string' ? values[field] : '');
  const told = {
    id: signature.id,
    act: text('act'),
    person: text('personName'),
    role: text('role'),
    signedOn: text('signedOn'),
    differences: [],
  };
  const record = workspace.index.get(signature.parent ?? '');
  const fault = faultOf(signature, signature.parent, workspace.keysOf);
  if (fault !== undefined) return { ...told, standing: 'wrong', note: fault };
  if (isLifted(signature)) {
    const who = [text('liftedBy'), text('liftedOn')].filter(Boolean).join(' ');
    return { ...told, standing: 'lifted', note: [who, text('liftedBecause')].filter(Boolean).join(' ') };
  }
  // The state went back without a step here: two people disagreed, and a choice was made.
  if (!record || isToSign(kind, record.values, told.act)) return { ...told, standing: 'lifted' };
  const differences = differencesOf(workspace, kind, record, toldBy(signature)!.fields);
  return { ...told, standing: differences.length > 0 ? 'changed' : 'standing', differences };
}

/** What differs of what was signed, as far as the reader sees it. */
function differencesOf(workspace: Workspace, kind: AnyKind, record: Entity, signed: Content): Difference[] {
  const { index } = workspace;
  const sight = workspace.sight();
  const isTold = (id: FieldValue): boolean => {
    const target = typeof id === 'string' ? index.get(id) : undefined;
    return target === undefined || sight.view(target) !== undefined;
  };
  const told = (content: Content): Content =>
    Object.fromEntries(
      Object.entries(content).map(([name, value]) => [
        name,
        Object.hasOwn(kind.sets, name) && Array.isArray(value) ? value.filter(isTold) : value,
      ]),
    );
  const [was, is] = [told(signed), told(contentOf(kind, record, Object.keys(signed), index))];
  const changed = changedNames(kind, was, is, record);
  if (changed.length === 0) return [];
  const context = ruleContext(workspace);
  const naming = {
    labelOf: labelIn(context.get),
    fileOf: (hash: string) => record.names?.[hash] ?? '未命名附件',
    words: glossaryIn(context).words(record),
  };
  return changed.map((name) => {
    const difference = differenceOf(kind, name, was[name], is[name], naming);
    return record.conflicts.includes(name)
      ? { ...difference, after: `${difference.after}（另有不同填写，尚未选定）` }
      : difference;
  });
}

/** `“事实”“涉及金额”`: the labels of what differs. */
export const labelsOf = (differences: readonly Difference[]): string =>
  differences.map(({ label }) => `“${label}”`).join('');

/** Every signature that the reader may see, with its record where that stands. */
function* seen(workspace: Workspace): Generator<{ signature: Entity; record: Entity; kind: AnyKind }> {
  const sight = workspace.sight();
  for (const signature of workspace.index.list(SIGNATURE)) {
    if (!sight.view(signature)) continue;
    const record = workspace.index.get(signature.parent ?? '');
    const kind = kindOf(record?.kind ?? '');
    if (record && kind) yield { signature, record, kind };
  }
}

/** A signature that somebody should look at: what was signed has changed since, or it proves nothing. */
export interface Doubtful {
  readonly record: RecordId;
  readonly signature: Shown;
}

/** Those that do not stand, of all that the reader may see. */
export const doubtful = (workspace: Workspace): Doubtful[] =>
  [...seen(workspace)].flatMap(({ signature, record, kind }) => {
    const one = shown(workspace, kind, signature);
    return one.standing === 'changed' || one.standing === 'wrong'
      ? [{ record: record.id, signature: one }]
      : [];
  });

/** What the check of all signatures found. */
export interface SignatureReport {
  readonly checked: number;
  /** Those that prove nothing: somebody altered them, or made them up. */
  readonly wrong: readonly Problem[];
  /** Those whose record says something else since. */
  readonly changed: readonly Problem[];
}

/** Checks every signature that the reader may see. */
export function checkSignatures(workspace: Workspace): SignatureReport {
  const report = { checked: 0, wrong: [] as Problem[], changed: [] as Problem[] };
  for (const { signature, record, kind } of seen(workspace)) {
    report.checked += 1;
    const one = shown(workspace, kind, signature);
    const who = `${one.person}${one.signedOn}的“${one.act}”`;
    if (one.standing === 'wrong') {
      const message = `${who}校验不符：${one.note}。请向签署人核实，并重新办理“${one.act}”。`;
      report.wrong.push({ place: nameOf(record), message });
    } else if (one.standing === 'changed') {
      const message = `${who}已失效：签署后${labelsOf(one.differences)}有改动。`;
      report.changed.push({ place: nameOf(record), message });
    }
  }
  return report;
}
