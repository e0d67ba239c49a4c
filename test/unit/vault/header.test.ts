import fs from 'node:fs';
import path from 'node:path';
import { ROLES, ROLE_LABELS } from '../../../src-shared/domain/roles';
import { ATTEMPTS_FILE } from '../../../src-main/vault/attempts';
import { createVault, nameRequired, unlockVault } from '../../../src-main/vault/vault';
import {
  codeOf,
  copyFolder,
  failureOf,
  forgeHeader,
  headerBytes,
  headerFile,
  LEADER,
  MEMBER,
  newFolder,
  removeFolders,
} from './fixture';

// A busy machine takes many times the usual 10 s for the flipped bytes.
jest.setTimeout(240_000);

let template: string;
let folder: string;

beforeAll(async () => {
  template = newFolder();
  const { session } = await createVault(template, { ...LEADER, memberId: 'record-of-ouyang' });
  await session.addUser(MEMBER);
  session.lock();
});
beforeEach(() => {
  folder = copyFolder(template);
});
afterAll(removeFolders);

const unlockLeader = () => unlockVault(folder, LEADER);

describe('an accident to vault.header', () => {
  test('every flipped byte is refused, in words, before any key is derived or any try counted', async () => {
    const good = headerBytes(folder);
    const untried = fs.readFileSync(path.join(folder, ATTEMPTS_FILE));
    const survivors: unknown[] = [];
    for (let at = 0; at < good.length; at++) {
      // One bit low, one bit in the middle (the case of a letter), one that leaves ASCII.
      for (const mask of [0x01, 0x20, 0x80]) {
        const bad = Buffer.from(good);
        bad[at]! ^= mask;
        fs.writeFileSync(headerFile(folder), bad);
        const code = await codeOf(mask === 0x01 ? unlockLeader : () => nameRequired(folder));
        if (code !== 'VAULT_HEADER_DAMAGED') survivors.push([at, mask, code]);
      }
    }
    expect(survivors).toEqual([]);
    expect(good.length).toBeGreaterThan(2000);
    expect(fs.readFileSync(path.join(folder, ATTEMPTS_FILE))).toEqual(untried);

    fs.writeFileSync(headerFile(folder), good);
    expect(await codeOf(unlockLeader)).toBe('none');
  });

  test('every shorter file, the empty one included, is refused', async () => {
    const good = headerBytes(folder);
    const survivors: unknown[] = [];
    for (let length = 0; length < good.length; length++) {
      fs.writeFileSync(headerFile(folder), good.subarray(0, length));
      const code = await codeOf(unlockLeader);
      if (code !== 'VAULT_HEADER_DAMAGED') survivors.push([length, code]);
    }
    expect(survivors).toEqual([]);
  });

  test.each(['\n', ' ', '\0', '{}', 'x'.repeat(2 << 20)])('appended bytes are refused', async (more) => {
    fs.appendFileSync(headerFile(folder), more);
    expect(await codeOf(unlockLeader)).toBe('VAULT_HEADER_DAMAGED');
  });

  test('the message names the file and says where to get a good one', async () => {
    fs.appendFileSync(headerFile(folder), 'x');
    const failure = await failureOf(unlockLeader);
    expect(failure?.message).toContain('vault.header');
    expect(failure?.message).toContain('从备份恢复');
  });

  test('a folder without a header is not a vault', async () => {
    fs.rmSync(headerFile(folder));
    expect(await codeOf(unlockLeader)).toBe('VAULT_NOT_FOUND');
  });

  test('a header that is a folder is reported as unreadable', async () => {
    fs.rmSync(headerFile(folder));
    fs.mkdirSync(headerFile(folder));
    expect(await codeOf(unlockLeader)).toBe('VAULT_UNREADABLE');
  });
});

describe('a forged vault.header whose checksum fits', () => {
  test.each([
    ['memory', { memoryKiB: 65_535 }, 'VAULT_WEAK_KDF'],
    ['passes', { iterations: 2 }, 'VAULT_WEAK_KDF'],
    ['memory beyond the ceiling', { memoryKiB: 1_048_577 }, 'VAULT_EXCESSIVE_KDF'],
    ['passes beyond the ceiling', { iterations: 21 }, 'VAULT_EXCESSIVE_KDF'],
    ['lanes beyond the ceiling', { parallelism: 5 }, 'VAULT_EXCESSIVE_KDF'],
    ['no lanes', { parallelism: 0 }, 'VAULT_HEADER_DAMAGED'],
  ])('%s: refused in any slot, the recovery slot included', async (_what, cost, code) => {
    forgeHeader(folder, (header) => void Object.assign(header.users[1]!.kdf, cost));
    expect(await codeOf(unlockLeader)).toBe(code);
    folder = copyFolder(template);
    forgeHeader(folder, (header) => void Object.assign(header.recovery.kdf, cost));
    expect(await codeOf(unlockLeader)).toBe(code);
  });

  test('stronger parameters do not open the slot they were not made for', async () => {
    forgeHeader(folder, (header) => void (header.users[0]!.kdf.iterations = 4));
    expect(await codeOf(unlockLeader)).toBe('VAULT_WRONG_PASSPHRASE');
  });

  test('a member’s slot under the leader’s name does not make the member the leader', async () => {
    forgeHeader(folder, ({ users: [leader, member] }) => {
      const { id, key, kdf } = member!;
      Object.assign(leader!, { id, key, kdf });
    });
    const posing = { name: LEADER.name, passphrase: MEMBER.passphrase };
    expect(await codeOf(() => unlockVault(folder, posing))).toBe('VAULT_WRONG_PASSPHRASE');
  });

  test('a slot under another id does not open', async () => {
    forgeHeader(folder, (header) => void (header.users[0]!.id = '0'.repeat(32)));
    expect(await codeOf(unlockLeader)).toBe('VAULT_WRONG_PASSPHRASE');
  });

  test('exchanged slots are found after unlocking', async () => {
    forgeHeader(folder, (header) => void header.users.reverse());
    expect(await codeOf(unlockLeader)).toBe('VAULT_HEADER_FORGED');
  });

  test('an open session finds any forgery before it changes the header', async () => {
    const session = await unlockLeader();
    const good = headerBytes(folder);
    const forgeries: Parameters<typeof forgeHeader>[1][] = [
      (header) => void header.users.reverse(),
      ({ users: [a, b] }) => void ([a!.user, b!.user] = [b!.user, a!.user]),
      ({ users: [a, b] }) => void ([a!.key, b!.key] = [b!.key, a!.key]),
      (header) => void header.users.pop(),
      (header) => void (header.recovery.id = '0'.repeat(32)),
      (header) => void (header.recovery.kdf.iterations = 5),
      (header) => void (header.nameSalt = '0'.repeat(64)),
      (header) => void (header.vaultId = '0'.repeat(32)),
      (header) => void (header.mac = '0'.repeat(64)),
    ];
    for (const [i, forge] of forgeries.entries()) {
      fs.writeFileSync(headerFile(folder), good);
      forgeHeader(folder, forge);
      const forged = headerBytes(folder);
      const code = await codeOf(() => session.setMemberId(session.user.userId, 'm1'));
      expect([i, code]).toEqual([i, 'VAULT_HEADER_FORGED']);
      expect(headerBytes(folder)).toEqual(forged);
    }
    fs.writeFileSync(headerFile(folder), good);
    expect(await codeOf(() => session.setMemberId(session.user.userId, 'm1'))).toBe('none');
  });

  test.each<[string, Parameters<typeof forgeHeader>[1]]>([
    ['an unknown key', (header) => ({ ...header, extra: 1 })],
    ['keys in another order', ({ format, ...rest }) => ({ ...rest, format })],
    ['no users', (header) => ({ ...header, users: [] })],
    ['no object', () => [1]],
    ['format 0', (header) => ({ ...header, format: 0 })],
    ['a format in words', (header) => ({ ...header, format: '2' })],
  ])('%s: damaged', async (_what, change) => {
    forgeHeader(folder, change);
    expect(await codeOf(unlockLeader)).toBe('VAULT_HEADER_DAMAGED');
  });

  test('a newer format asks for a newer program, whatever else is in it', async () => {
    forgeHeader(folder, () => ({ format: 4, somethingNew: true }));
    const failure = await failureOf(unlockLeader);
    expect(failure?.code).toBe('VAULT_TOO_NEW');
    expect(failure?.message).toContain('新版程序');
    expect(failure?.message).not.toContain('删除');
  });
});

test('names, roles and links cannot be read in the file in any usual encoding', () => {
  const bytes = headerBytes(folder);
  const text = bytes.toString('latin1').toLowerCase();
  const words = [
    LEADER.name,
    MEMBER.name,
    'record-of-ouyang',
    LEADER.passphrase,
    ...ROLES,
    ...Object.values(ROLE_LABELS),
  ];
  for (const word of words) {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const plain = Buffer.from(word, encoding);
      expect(bytes.includes(plain)).toBe(false);
      expect(text).not.toContain(plain.toString('hex'));
      for (const lead of [0, 1, 2]) {
        // The base64 of the word wherever it may stand: without the characters that its neighbours share.
        const shifted = Buffer.concat([Buffer.alloc(lead), plain])
          .toString('base64')
          .replace(/=+$/, '');
        const core = shifted.slice(lead === 0 ? 0 : lead + 1, -1);
        expect(bytes.toString('latin1')).not.toContain(core);
      }
    }
  }
});

test('users whose names differ in length cannot be told apart by the size of their slots', () => {
  const header = JSON.parse(headerBytes(folder).toString('utf8').split('\n')[0]!);
  const [a, b] = header.users.map((slot: unknown) => JSON.stringify(slot).length);
  expect(a).toBe(b);
});
