/**
 * Whom a recusal means, and what it closes to him (R39). Account and member are tied by id; names only help to find. What a
 * recusal could mean is closed until somebody has said whether it does: failing shut, and said ({@link reviewOf}).
 */
import type { RecordId } from '../merge/change';
import type { Refusal } from './access';
import type { Entity } from './define';
import { closesUnit } from './kinds/recusal';

/** A person at the program, or a member who is to be named in a record. */
export interface Account {
  readonly userId?: string;
  readonly name: string;
  readonly memberId?: RecordId;
}

/** Records as they stand or, removed, as they were. */
export type Ever = (id: RecordId) => Pick<Entity, 'values'> | undefined;

/**
 * What two spellings of one name have in common: full and half width, blanks, dots, and what stands in brackets to tell two
 * of one name apart (`邱望舒（二）`, `邱望舒(借调)`).
 */
export function nameCore(name: unknown): string {
  return String(name ?? '')
    .normalize('NFKC')
    .replace(/[([{【〔〈《].*?[)\]}】〕〉》]/gu, '')
    .replace(/[\s\p{Cf}\p{P}\p{S}]/gu, '')
    .toLowerCase();
}

const alike = (a: unknown, b: unknown): boolean => nameCore(a) !== '' && nameCore(a) === nameCore(b);

/** `bound`: by id, or by a person's word; `possible`: by a name alone. */
export type Binding = 'bound' | 'possible' | 'none';

/** How a recusal means an account, whether it is in force or not. */
export function bindingOf(recusal: Entity, account: Account, ever: Ever): Binding {
  const { memberId } = account;
  const { member, name } = recusal.values as { member?: RecordId; name?: string };
  if (memberId !== undefined) {
    if (memberId === member || recusal.sets.same?.includes(memberId)) return 'bound';
    if (recusal.sets.distinct?.includes(memberId)) return 'none';
  }
  const meant = [name, member === undefined ? undefined : ever(member)?.values.name];
  const called = [account.name, memberId === undefined ? undefined : ever(memberId)?.values.name];
  return meant.some((a) => called.some((b) => alike(a, b))) ? 'possible' : 'none';
}

/** The recusals in force that mean, or could mean, an account. */
export const recusalsOf = (recusals: readonly Entity[], account: Account, ever: Ever): readonly Entity[] =>
  recusals.filter((recusal) => closesUnit(recusal.values) && bindingOf(recusal, account, ever) !== 'none');

/** Whether a recusal is about an inspection: of the same unit, or of another record of it, in the recusal's round. */
export function isAbout(
  recusal: Entity,
  inspection: Pick<Entity, 'values' | 'parent'>,
  ever: Ever,
  roundStands: (id: RecordId) => boolean,
): boolean {
  // An inspection without its round could be of any round.
  if (inspection.parent !== recusal.parent && inspection.parent !== null && roundStands(inspection.parent))
    return false;
  const [recused, inspected] = [recusal.values.unit, inspection.values.unit] as (RecordId | undefined)[];
  if (recused === undefined || inspected === undefined) return false;
  if (recused === inspected) return true;
  const names = (id: RecordId) => {
    const { name, shortName } = ever(id)?.values ?? {};
    return [name, shortName];
  };
  return names(recused).some((a) => names(inspected).some((b) => alike(a, b)));
}

/** The recusal that keeps a member out of an inspection, if there is one: he is not named as 谈话人, 记录人 … there. */
export function recusalOfMember(
  member: Pick<Entity, 'id' | 'values'>,
  inspection: Pick<Entity, 'values' | 'parent'>,
  recusals: readonly Entity[],
  ever: Ever,
  roundStands: (id: RecordId) => boolean,
): Entity | undefined {
  const account = { name: String(member.values.name ?? ''), memberId: member.id };
  return recusalsOf(recusals, account, ever).find((recusal) =>
    isAbout(recusal, inspection, ever, roundStands),
  );
}

/** Whether a recusal can have a say in who changes records of a kind. */
export const concernsRecusal = (kind: string): boolean => kind === 'recusal' || kind === 'member';

/** What a person may not do because he is recused: decide on it himself, or change who he is. */
export function refusedByRecusal(
  entity: Pick<Entity, 'id' | 'kind'>,
  account: Account,
  recusals: readonly Entity[],
): Refusal | undefined {
  if (recusals.length === 0) return undefined;
  const own =
    recusals.some((recusal) => recusal.id === entity.id || recusal.values.member === entity.id) ||
    entity.id === account.memberId;
  if (!own) return undefined;
  return {
    code: 'RIGHTS_RECUSED',
    message: '这条记录关系到您本人的回避，不能由您修改或删除。请由组长、联络员或巡察办的其他同志办理。',
  };
}

/** One thing about a recusal that organisers should know or settle. */
export interface Review {
  readonly recusal: RecordId;
  /** `error`: it does not do yet what it is for, or closes on a mere likeness; `hint`: good to know. */
  readonly level: 'error' | 'hint';
  readonly message: string;
  /** Members of a like name: whether they are the same person is to be said. */
  readonly members: readonly RecordId[];
}

/** What is unsettled about the recusals in force, against the accounts that there are. */
export function reviewOf(recusals: readonly Entity[], accounts: readonly Account[], ever: Ever): Review[] {
  return recusals.flatMap((recusal): Review[] => {
    const { decision, ground, unit, member, name } = recusal.values as Readonly<Record<string, string>>;
    if (decision === 'denied' || ground === '无') return [];
    const say = (level: Review['level'], message: string, members: readonly RecordId[] = []): Review[] => [
      { recusal: recusal.id, level, message, members },
    ];
    const who = String(ever(member ?? '')?.values.name ?? name ?? '（未填姓名）');
    if (!unit) return say('error', `“${who}”的回避没有选涉及单位，目前不起作用。`);
    const bound = accounts.filter((account) => bindingOf(recusal, account, ever) === 'bound');
    const possible = accounts.filter((account) => bindingOf(recusal, account, ever) === 'possible');
    const lines: Review[] = [];
    for (const account of possible) {
      const tied = account.memberId !== undefined;
      const settle = tied ? '请在这里选定是否为同一人' : '请在设置的“使用者”中为该账号选定组员';
      const message = `账号“${account.name}”与回避人“${who}”姓名相近，是否同一人尚未确定，已按回避处理。${settle}。`;
      lines.push(...say('error', message, account.memberId === undefined ? [] : [account.memberId]));
    }
    if (possible.length === 0 && bound.length === 0) {
      lines.push(
        ...(member
          ? say('hint', `“${who}”目前没有账号；以后为其添加账号时，请选定组员，回避即生效。`)
          : say('hint', `“${who}”的回避没有选定本组组员，也没有对应的账号。已在本组的，请选定组员。`)),
      );
    }
    return lines;
  });
}
