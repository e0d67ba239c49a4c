/** Signing, and withdrawing a signature, as part of the act that does so: what is written with a step. */
import type { AnyKind, Entity, Signing } from '../../../src-shared/domain/define';
import { contentOf, isToSign, SIGNATURE } from '../../../src-shared/domain/signing';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  type ChangeDraft,
  CREATOR_FIELD,
  type FieldValue,
  PARENT_FIELD,
  type RecordId,
} from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import { newRecordId } from '../recorded';
import { base, demandKind, type Workspace } from '../records/workspace';
import { digestOf, prove } from './proof';

/**
 * The signature of a record by the reader.
 * @param set what is written into the record in the same act: it is signed as it will stand
 * @throws WorkbenchError SIGNATURE_NO_KEYS where the vault was opened without the person's own keys
 */
export function signed(
  workspace: Workspace,
  id: RecordId,
  set: Readonly<Record<string, FieldValue>>,
  { act, fields: names }: Signing,
): ChangeDraft {
  const { reader, index, signer } = workspace;
  if (!signer) {
    throw new WorkbenchError(
      'SIGNATURE_NO_KEYS',
      `“${act}”需要用您自己的钥匙签署，这次打开没有用您的口令。请锁定后输入自己的口令解锁，再办理。`,
    );
  }
  // Whole, whatever of it is kept from the signer: what stands beneath his name is the record.
  const record = index.get(id)!;
  const kind = demandKind(record.kind);
  const after: Entity = { ...record, values: { ...record.values, ...set } };
  const fields = contentOf(kind, after, names, index);
  const claim = {
    person: reader.userId,
    personName: reader.name,
    role: reader.role,
    signedOn: workspace.today(),
    digest: digestOf({ record: id, kind: kind.kind, act, fields }),
  };
  const own = newRecordId();
  return {
    ...base(workspace, SIGNATURE, own),
    action: 'sign',
    set: {
      ...claim,
      act,
      subject: kind.kind,
      fields,
      proof: prove(own, claim, signer),
      publicKey: signer.publicKey,
      [PARENT_FIELD]: id,
      [CREATOR_FIELD]: reader.userId,
    },
    replaces: {},
  };
}

/** The signatures of a record that nobody has withdrawn, the oldest first. */
export const signaturesOf = ({ index }: Pick<Workspace, 'index'>, record: RecordId): readonly Entity[] =>
  index.children(record, SIGNATURE);

/** A signature is withdrawn once; whatever is written beside it later says nothing new. */
export const isLifted = ({ values }: Entity): boolean => typeof values.liftedOn === 'string';

/** At most as many characters as the field holds. */
const BECAUSE = 600;

/** Why signatures are withdrawn: the step, the person's reason, and what is signed anew with it. */
export interface Lifting {
  readonly label: string;
  readonly reason?: string;
  readonly signs?: Signing;
}

/**
 * Withdraws the signatures that a record no longer has behind it once `set` is written, and those that are given anew; they
 * stay, and say so.
 */
export function lifted(
  workspace: Workspace,
  kind: AnyKind,
  record: Entity,
  set: Readonly<Record<string, unknown>>,
  { label, reason, signs }: Lifting,
): ChangeDraft[] {
  if (!Object.keys(set).some((field) => kind.fields[field]?.info.machine)) return [];
  const after = { ...record.values, ...set };
  return signaturesOf(workspace, record.id).flatMap((one) => {
    const act = String(one.values.act);
    const anew = act === signs?.act;
    if (isLifted(one) || !(anew || isToSign(kind, after, act))) return [];
    const because = anew ? `重新${act}` : reason ? `${label}：${reason}` : label;
    const lifting = {
      liftedOn: workspace.today(),
      liftedBy: workspace.reader.name,
      liftedBecause: because.slice(0, BECAUSE),
    };
    const edit = draftEdit(workspace.state(one.id), lifting);
    return [{ ...base(workspace, SIGNATURE, one.id), action: 'edit', ...edit }];
  });
}
