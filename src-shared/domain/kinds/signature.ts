import { choice, content, date, defineKind, SIGNING_ACTS, text } from '../define';
import { ROLE_LABELS } from '../roles';

/**
 * 签署: one act of signing by one person, beneath the record that it is of. Written by the step that signs, and never removed: a
 * signature that is withdrawn stays, with who withdrew it and why. Whether it stands: ../signing.ts, services/signatures.
 */
export const signature = defineKind({
  kind: 'signature',
  label: '签署',
  parents: ['workingPaper', 'rectificationItem', 'clue'],
  stage: 'archive',
  fields: {
    act: choice('事项', SIGNING_ACTS),
    /** The kind of the record: who may not read such records does not see the signature. */
    subject: text('记录类别').max(60),
    /** The account. */
    person: text('签署人账号').max(60),
    personName: text('签署人').names('staff').max(40),
    role: choice('角色', ROLE_LABELS),
    signedOn: date('签署日期'),
    /** What was signed, by name. */
    fields: content('签署内容'),
    /** SHA-256 (hex) of record, kind, act and content. */
    digest: text('内容摘要').max(64),
    /** Ed25519 (base64) over digest, person and day. */
    proof: text('数字签名').max(100),
    /** The key that proves it, 64 hex digits: whether it is the person's the accounts say. */
    publicKey: text('签名公钥').max(64),
    liftedOn: date('撤回日期'),
    liftedBy: text('撤回人').names('staff').max(40),
    /** The step that withdrew it, and the person's reason. */
    liftedBecause: text('撤回说明').max(600),
  },
  // Nothing of it stands on a form of its own: the record shows its signatures.
  sections: [],
  columns: ['act', 'personName', 'role', 'signedOn', 'liftedOn', 'liftedBecause'],
  newestBy: 'signedOn',
  tellsOf: 'subject',
  access: 'register',
  title: (v) => [v.act, v.personName].filter(Boolean).join(' ') || '签署',
});
