/** As what a field names people, and what follows for papers that go to the inspected unit (decision 0010). */

/**
 * How a field is read into people. `listed`: it holds the people it is called by; `roster`: people beside units and
 * numbers; `prose`: people are mentioned among other words.
 */
export type NamesIn = 'listed' | 'roster' | 'prose';

export interface NameRole {
  readonly label: string;
  readonly how: NamesIn;
  /**
   * `never`: not even where the leader agreed to names. `asked`: where he did and said so of this sentence too (whom a clue
   * is about must not be warned by an agreement meant for others). `agreed`: where he did. `office`: whose office puts them into the
   * unit's own papers; in running text of a 反馈意见 as `agreed`. `open`: always.
   */
  readonly stands: 'never' | 'asked' | 'agreed' | 'office' | 'open';
  /** Kept out of the papers of every unit, not only of the one whose record names them. */
  readonly everywhere: boolean;
}

const role = (label: string, how: NamesIn, stands: NameRole['stands'], everywhere = false): NameRole => ({
  label,
  how,
  stands,
  everywhere,
});

export const NAME_ROLES = {
  reporter: role('反映人', 'listed', 'never', true),
  accused: role('被反映人', 'listed', 'asked', true),
  reported: role('信访被反映人', 'roster', 'agreed', true),
  related: role('关联人', 'roster', 'asked', true),
  pry: role('打探人', 'listed', 'asked', true),
  interviewee: role('谈话对象', 'listed', 'agreed'),
  roster: role('座谈会名单', 'roster', 'agreed'),
  mentioned: role('提到的人', 'roster', 'agreed'),
  responsible: role('责任人', 'prose', 'agreed'),
  provider: role('提供资料的人', 'roster', 'agreed'),
  official: role('单位负责人、整改责任人', 'roster', 'office'),
  counterpart: role('接收、签收、联系的人', 'roster', 'open'),
  staff: role('巡察工作人员', 'roster', 'open'),
  /** A label that sounds like people and holds none. */
  nobody: role('', 'roster', 'open'),
} as const satisfies Record<string, NameRole>;
export type NameRoleName = keyof typeof NAME_ROLES;
