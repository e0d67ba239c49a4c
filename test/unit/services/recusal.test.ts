import fc from 'fast-check';
import { remove, restore, save } from '../../../src-main/services/records';
import { reviewRecusals } from '../../../src-main/services/rights';
import { openWorkspace, type OpenWorkspace } from '../../../src-main/services/workspace';
import { nameCore } from '../../../src-shared/domain/recused';
import type { Role } from '../../../src-shared/domain/roles';
import { codeOf, inspectionOf, numbered, SAMPLE_TEXT, useDesk } from './desk';

let workspace: OpenWorkspace;
// Before the folder goes.
afterAll(() => workspace.close());
const desk = useDesk(SAMPLE_TEXT);

interface Someone {
  readonly name: string;
  readonly role?: Role;
  readonly memberId?: string;
}
/** Opens the vault as an account of the test's own. */
function sitDownAs({ name, role = 'member', memberId }: Someone): OpenWorkspace {
  workspace.close();
  const user = { userId: `own-${name}`, name, role, ...(memberId ? { memberId } : {}) };
  return (workspace = openWorkspace({ dir: desk.dir, session: { ...desk.session, user } }));
}
const leader = () => sitDownAs({ name: '闻知远', role: 'leader' });
const recusal = () => numbered(workspace, 'recusal', 'HB03');
const self = () => numbered(workspace, 'member', 'P05').id;
const change = (set: Record<string, never> | object, sets?: object) =>
  save(workspace, { kind: 'recusal', id: recusal().id, set, ...(sets ? { sets } : {}) } as never);
const closed = (who: Someone) => {
  sitDownAs(who);
  return workspace.sight().hidden.size;
};

beforeAll(() => {
  workspace = desk.open('leader');
});
beforeEach(() => {
  leader();
});

describe('a recusal', () => {
  it.each(['邱 望舒', '邱望舒（借调）', '邱望舒(二)', '邱望舒 ', '邱·望舒', ' 邱望舒〔2〕'])(
    'closes the unit to an account that is tied to no member and called %s',
    (name) => expect(closed({ name })).toBe(1),
  );

  it('closes it to the account that is tied to the member, whatever it is called', () => {
    expect(closed({ name: '小邱', memberId: self() })).toBe(1);
  });

  it('leaves it open to accounts of other names, and to one that somebody has told apart', () => {
    expect(closed({ name: '邱望' })).toBe(0);
    leader();
    const team = workspace.index.list('team')[0]!.id;
    const { id: other } = save(workspace, { kind: 'member', parent: team, set: { name: '邱望舒' } });
    expect(closed({ name: '邱望舒（二）', memberId: other })).toBe(1);
    leader();
    change({}, { distinct: { add: [other], remove: [] } });
    expect(closed({ name: '邱望舒（二）', memberId: other })).toBe(0);
    leader();
    change({}, { distinct: { add: [], remove: [other] }, same: { add: [other], remove: [] } });
    expect(closed({ name: '另一个名字', memberId: other })).toBe(1);
    leader();
    change({}, { same: { add: [], remove: [other] } });
    remove(workspace, { id: other, reason: '试' });
  });

  it('holds without a member, by the name that it gives', () => {
    const member = self();
    change({ member: null });
    expect(closed({ name: '邱望舒', memberId: member })).toBe(1);
    leader();
    change({ member });
  });

  it('holds after its member was removed', () => {
    const member = self();
    remove(workspace, { id: member, reason: '已离组' });
    expect(closed({ name: '邱望舒' })).toBe(1);
    expect(closed({ name: '小邱', memberId: member })).toBe(1);
    leader();
    restore(workspace, member);
  });

  it('of a second record of the unit closes the first', () => {
    const { unit } = recusal().values as { unit: string };
    const { name } = workspace.index.get(unit)!.values as { name: string };
    const { id } = save(workspace, { kind: 'unit', set: { name: ` ${name}\u3000` } });
    change({ unit: id });
    expect(closed({ name: '邱望舒' })).toBe(1);
    leader();
    change({ unit });
    remove(workspace, { id, reason: '试' });
  });

  it('closes while it is undecided, and opens when it is denied', () => {
    change({ decision: null });
    expect(closed({ name: '邱望舒' })).toBe(1);
    leader();
    change({ decision: 'denied' });
    expect(closed({ name: '邱望舒' })).toBe(0);
    leader();
    change({ decision: 'approved' });
  });
});

describe('the recused', () => {
  it.each(['deputyLeader', 'liaison', 'office'] as const)(
    'neither changes nor removes his recusal or his member record, as %s too',
    async (role) => {
      const member = self();
      const { id } = recusal();
      sitDownAs({ name: '邱望舒', role, memberId: member });
      const before = workspace.store.lastSeq;
      const attempts = [
        () => save(workspace, { kind: 'recusal', id, set: { decision: 'denied' } }),
        () => save(workspace, { kind: 'recusal', id, set: { name: '别人', member: null } }),
        () =>
          save(workspace, {
            kind: 'recusal',
            id,
            set: {},
            sets: { distinct: { add: [member], remove: [] } },
          }),
        () => remove(workspace, { id, reason: '误' }),
        () => save(workspace, { kind: 'member', id: member, set: { name: '邱某' } }),
        () => remove(workspace, { id: member, reason: '离组' }),
      ];
      for (const attempt of attempts) expect(await codeOf(attempt)).toBe('RIGHTS_RECUSED');
      expect(workspace.store.lastSeq).toBe(before);
      expect(workspace.sight().hidden.size).toBe(1);
    },
  );

  it('is not named in records of that unit, by whomever, and is elsewhere', async () => {
    const member = self();
    const talk = (unit: string) => () =>
      save(workspace, {
        kind: 'interview',
        parent: inspectionOf(workspace, unit).id,
        set: { interviewee: '某甲', recorder: member },
      });
    const amongOthers = () =>
      save(workspace, {
        kind: 'interview',
        parent: inspectionOf(workspace, 'U3').id,
        set: { interviewee: '某甲', interviewer: [numbered(workspace, 'member', 'P01').id, member] },
      });
    expect(await codeOf(amongOthers)).toBe('RECORD_RECUSED');
    expect(await codeOf(talk('U3'))).toBe('RECORD_RECUSED');
    expect(talk('U1')().id).toBeTruthy();
  });

  it('makes no paper for any unit: what is cleared from it would tell of the closed one', async () => {
    sitDownAs({ name: '邱望舒', role: 'liaison', memberId: self() });
    const { id } = inspectionOf(workspace, 'U1');
    expect(await codeOf(() => workspace.makeDocument({ paper: 'feedback', inspection: id }))).toBe(
      'RIGHTS_EXPORT',
    );
    // A letter of the whole round would lack the unit.
    const record = numbered(workspace, 'inquiry', 'HX-01').id;
    expect(await codeOf(() => workspace.makeDocument({ paper: 'inquiryLetter', record }))).toBe(
      'RIGHTS_EXPORT',
    );
  });
});

describe('records whose inspection is gone', () => {
  it('are seen by organisers to whom nothing is closed, and by nobody else', () => {
    const { id } = inspectionOf(workspace, 'U3');
    const stray = [...workspace.index.all()].filter((e) => e.inspection === id && e.id !== id);
    expect(stray.length).toBeGreaterThan(20);
    // What a merge can leave: the inspection removed on one laptop, the records edited on another.
    const state = workspace.state(id)!;
    workspace.commit([
      {
        author: 'elsewhere',
        at: '2026-03-20T00:00:00.000Z',
        kind: 'inspection',
        recordId: id,
        action: 'remove',
        set: { $removed: true },
        replaces: Object.fromEntries(
          Object.entries(state.fields).map(([name, held]) => [name, held.map(({ change: by }) => by)]),
        ),
      },
    ]);
    const seen = (who: Someone) => {
      sitDownAs(who);
      const ids = new Set([...workspace.visible()].map((e) => e.id));
      const fed = new Set(workspace.feedOrder(undefined));
      expect(stray.filter((e) => fed.has(e.id)).length).toBe(stray.filter((e) => ids.has(e.id)).length);
      return stray.filter((e) => ids.has(e.id)).length;
    };
    expect(seen({ name: '闻知远', role: 'leader' })).toBe(stray.length);
    expect(seen({ name: '纪南乔' })).toBe(0);
    expect(seen({ name: '邱望舒', role: 'deputyLeader' })).toBe(0);
    leader();
    restore(workspace, id);
    expect(seen({ name: '纪南乔' })).toBeGreaterThan(20);
  });
});

describe('what is unsettled', () => {
  const review = (accounts: { name: string; memberId?: string }[]) =>
    reviewRecusals(workspace, accounts).filter((line) => line.recusal === recusal().id);

  it('is nothing where an account is tied to the member', () => {
    expect(review([{ name: '邱望舒', memberId: self() }])).toEqual([]);
  });

  it('is said: an account of a like name, no account at all, no member, no unit', () => {
    expect(review([{ name: '邱 望舒' }])).toMatchObject([
      { level: 'error', message: expect.stringContaining('账号“邱 望舒”') },
    ]);
    expect(review([])).toMatchObject([{ level: 'hint' }]);
    const { member, unit } = recusal().values as { member: string; unit: string };
    change({ member: null });
    expect(review([])).toMatchObject([
      { level: 'hint', message: expect.stringContaining('没有选定本组组员') },
    ]);
    change({ member, unit: null });
    expect(review([{ name: '邱望舒', memberId: member }])).toMatchObject([
      { level: 'error', message: expect.stringContaining('没有选涉及单位') },
    ]);
    change({ unit });
  });
});

describe('names', () => {
  it('have in common what is left without width, blanks, dots and brackets', () => {
    const noise = fc.constantFrom('', ' ', '　', '·', '（二）', '(借调)', '〔组员〕', '\u200b');
    const name = fc.constantFrom('邱望舒', '阿依古丽买买提', 'Ａｄａ');
    fc.assert(
      fc.property(name, fc.array(noise, { minLength: 4, maxLength: 4 }), (plain, [a, b, c, d]) => {
        const typed = `${a}${plain.slice(0, 1)}${b}${plain.slice(1)}${c}${d}`;
        expect(nameCore(typed)).toBe(nameCore(plain));
      }),
    );
    expect(nameCore('邱望舒')).not.toBe(nameCore('邱望书'));
  });
});
