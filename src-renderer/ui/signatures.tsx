/** 签署: who signed a record, when, and whether what he signed still stands there. */
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { ROLE_LABELS, type Role } from '../../src-shared/domain/roles';
import { signingSteps } from '../../src-shared/domain/signing';
import { useRuleContext } from '../replica';
import { isPlan } from '../session/autosave';
import { call } from '../session/workbench';
import { Mark, type Tone } from './mark';
import './signatures.css';

type Told = OutputOf<AppContract, 'record.signatures'>;
type Signature = Told['signatures'][number];

const STANDINGS: Readonly<Record<Signature['standing'], { readonly word: string; readonly tone: Tone }>> = {
  standing: { word: '有效', tone: 'success' },
  changed: { word: '已失效', tone: 'warning' },
  lifted: { word: '已撤回', tone: 'plain' },
  wrong: { word: '校验不符', tone: 'error' },
};

const NONE: Told = { signatures: [], unsigned: [] };

/** What is known of the signatures of a record; asked anew when it, a row of it or a signature has changed. */
export function useSignatures(kind: AnyKind, record: Entity): Told {
  const context = useRuleContext([kind.kind, ...kind.children, 'signature']);
  const [told, setTold] = useState<Told>(NONE);
  const asked = signingSteps(kind).length > 0 && !isPlan(record.id);
  useEffect(() => {
    if (!asked) return;
    let here = true;
    // Without an answer the form stands as it is, and claims nothing.
    void call('record.signatures', { id: record.id })
      .then((answer) => here && setTold(answer))
      .catch(() => undefined);
    return () => {
      here = false;
    };
  }, [record.id, context, asked]);
  return told;
}

/** Above the form, where somebody signed something else than what stands there. */
export function VoidNote({ signatures: { signatures } }: { readonly signatures: Told }) {
  const doubtful = signatures.filter(({ standing }) => standing === 'changed' || standing === 'wrong');
  if (doubtful.length === 0) return null;
  return (
    <div className="pw-banner pw-reason" role="note">
      <span>
        {doubtful
          .map(({ act, person, standing }) => `${person}的“${act}”${STANDINGS[standing].word}`)
          .join('，')}
        。见下方“签署”。
      </span>
    </div>
  );
}

/** The signatures of a record, and what was done without one being kept. */
export function SignatureBlock({ signatures: { signatures, unsigned } }: { readonly signatures: Told }) {
  if (signatures.length + unsigned.length === 0) return null;
  return (
    <fieldset className="pw-rows pw-signatures">
      <legend>签署</legend>
      <ul>
        {unsigned.map((act) => (
          <li key={act}>
            {act} <Mark>未留签署</Mark> <span className="pw-words">导入或以前办理的，程序没有留下签署。</span>
          </li>
        ))}
        {signatures.map((one) => (
          <li key={one.id}>
            {one.act} {one.person}
            <span className="pw-words">
              （{ROLE_LABELS[one.role as Role] ?? one.role}） {one.signedOn}
            </span>{' '}
            <Mark tone={STANDINGS[one.standing].tone}>{STANDINGS[one.standing].word}</Mark>
            {one.note && <span className="pw-words"> {one.note}</span>}
            {one.differences.length > 0 && (
              <ul className="pw-differences">
                {one.differences.map(({ field, label, before, after }) => (
                  <li key={field}>
                    {label}：签署时 <del>{before || '（空）'}</del> → 现在 {after || '（空）'}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
