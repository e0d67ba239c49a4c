/** Makes a packet for other laptops of the group (decision 0026). */
import path from 'node:path';
import { WorkbenchError } from '../../../src-shared/errors';
import { localDay } from '../../../src-shared/domain/dates';
import type { RecordId } from '../../../src-shared/merge/change';
import { writePacket, type FileToSend, type PacketToWrite, type WrittenPacket } from '../../packets/write';
import type { Turns } from '../../store/steps';
import { accountsOf, laptopKeys, laptopsOf, ownLaptop, type Laptop } from '../accounts';
import { logOperation } from '../operations';
import type { OpenWorkspace } from '../workspace';
import { carriedTo, type Carried } from './carried';
import { knownToAll, nextNumber, noteSent } from './known';
import { PACKET_FORMAT, type PacketHead } from './packet';
import { countOf } from './ranges';

export interface PacketOrder {
  /** Ids of the laptops' records. */
  readonly to: readonly RecordId[];
  /** Everything, also what they are known to have. */
  readonly full?: boolean;
  /** Folder, on a stick. */
  readonly folder: string;
}

export interface MadePacket {
  readonly path: string;
  /** More than one where it did not fit into one file. */
  readonly paths: readonly string[];
  readonly to: readonly string[];
  /** These counts are told only to who is kept from no unit, as {@link PacketRead} says. */
  readonly changes?: number;
  /** Files. */
  readonly evidence?: number;
  readonly bytes: number;
  /** To be read aloud and printed. */
  readonly code: string;
  /** Changes that the addressees' people may not have. */
  readonly withheld?: number;
}

/** What names of files the container takes: a sealed one ends in a dash there. */
export const fileNameOf = (evidence: string): string => evidence.replace(/-s$/, '-');
export const evidenceOf = (fileName: string): string => fileName.replace(/-$/, '-s');

/** Names of files that are not told in a head would make it too long: they are then sent once more. */
const MOST_NAMED = 5000;

/**
 * Writes a packet, and enters it in the 操作日志.
 * @throws WorkbenchError GROUP_NO_ADDRESSEE, GROUP_OWN_LAPTOP, GROUP_STRUCK_OFF, GROUP_NOT_PREPARED, PACKET_*
 */
export async function makePacket(
  workspace: OpenWorkspace,
  { to, full = false, folder }: PacketOrder,
  turns?: Turns,
): Promise<MadePacket> {
  const addressees = demandAddressees(workspace, to);
  const carried = carriedFor(workspace, addressees, full);
  const made = await written(workspace, addressees, carried, { folder, full, kind: 'changes', turns });
  const names = addressees.map(({ name }) => name);
  logOperation(workspace, {
    act: 'packetMade',
    detail: `给${names.join('、')}，校验码 ${made.code}`,
  });
  if (workspace.sight().recusals.length > 0) return { ...made, to: names };
  const withheld = countOf(carried.withheld);
  return { ...made, to: names, changes: carried.changes.length, evidence: carried.evidence.length, withheld };
}

/** A receipt: what this laptop has by now, without any changes. */
export function makeReceipt(workspace: OpenWorkspace, to: RecordId, folder: string): Promise<Written> {
  const nothing: Carried = { changes: [], withheld: {}, evidence: [] };
  return written(workspace, demandAddressees(workspace, [to]), nothing, {
    folder,
    full: false,
    kind: 'receipt',
  });
}

type Written = Pick<WrittenPacket, 'path' | 'paths' | 'bytes' | 'code'>;

interface How {
  readonly folder: string;
  readonly full: boolean;
  readonly kind: PacketHead['kind'];
  readonly turns?: Turns | undefined;
}

function demandAddressees(workspace: OpenWorkspace, to: readonly RecordId[]): readonly Laptop[] {
  const own = ownLaptop(workspace);
  const known = laptopsOf(workspace);
  const chosen = [...new Set(to)].map((id) => known.find((laptop) => laptop.id === id));
  if (chosen.length === 0 || chosen.some((laptop) => laptop === undefined)) {
    throw new WorkbenchError(
      'GROUP_NO_ADDRESSEE',
      '没有选定发给哪台电脑，没有制作数据包。请从电脑名单中选择。',
    );
  }
  for (const laptop of chosen as readonly Laptop[]) {
    if (laptop.id === own.id) {
      throw new WorkbenchError(
        'GROUP_OWN_LAPTOP',
        `“${laptop.name}”就是这台电脑，不用发给自己。请另选一台。`,
      );
    }
    if (laptop.struckOff) {
      throw new WorkbenchError(
        'GROUP_STRUCK_OFF',
        `“${laptop.name}”已注销，不能再发数据包给它。请选择在用的电脑；注销有误的，请为其重新制作开机包。`,
      );
    }
    if (laptop.boxKey === '') {
      throw new WorkbenchError(
        'GROUP_NOT_PREPARED',
        `“${laptop.name}”还没有制作开机包，没有制作数据包。请先由组长或联络员为其制作开机包。`,
      );
    }
  }
  return chosen as readonly Laptop[];
}

function carriedFor(workspace: OpenWorkspace, addressees: readonly Laptop[], full: boolean): Carried {
  const accounts = accountsOf(workspace);
  const people = new Set(addressees.flatMap(({ users }) => users));
  const theirs = knownToAll(
    workspace,
    addressees.map(({ id }) => id),
  );
  return carriedTo(
    workspace,
    accounts.filter(({ userId }) => people.has(userId)),
    full ? { changes: {}, boxes: new Set(), wants: [] } : theirs,
  );
}

async function written(
  workspace: OpenWorkspace,
  addressees: readonly Laptop[],
  carried: Carried,
  { folder, full, kind, turns }: How,
): Promise<Written> {
  const to = addressees.map(({ id, name }) => ({ laptop: id, name, number: nextNumber(workspace, id) }));
  const own = ownLaptop(workspace);
  const at = workspace.now();
  const {
    path: target,
    paths,
    bytes,
    code,
  } = await writeCarried(workspace, path.join(folder, nameOf({ kind, from: own, to }, at)), {
    ...{ own, at, to, full, kind, carried, turns },
    recipients: addressees.map(({ boxKey }) => Buffer.from(boxKey, 'hex')),
  });
  for (const { laptop, number } of to) noteSent(workspace, laptop, number, at.toISOString());
  return { path: target, paths, bytes, code };
}

/** What is written, from whom and for whom. */
export interface ToWrite
  extends Pick<PacketHead, 'to' | 'full' | 'kind'>, Pick<PacketToWrite, 'recipients' | 'clear'> {
  readonly own: Laptop;
  readonly at: Date;
  readonly carried: Carried;
  /** What stands in the head beside what every head says. */
  readonly more?: object;
  readonly turns?: Turns | undefined;
}

/** Writes what is carried, signed by the person at work and by this laptop. @throws WorkbenchError PACKET_* */
export async function writeCarried(
  workspace: OpenWorkspace,
  target: string,
  { carried, more, recipients, clear, turns, ...of }: ToWrite,
): Promise<WrittenPacket> {
  const { session, reader } = workspace;
  const keys = laptopKeys(workspace);
  const files = carried.evidence.map((name) => fileToSend(workspace, name));
  try {
    return await writePacket(target, {
      head: { ...headOf(workspace, { ...of, carried, files }), ...more },
      lines: linesOf(carried),
      files,
      recipients,
      ...(clear ? { clear } : {}),
      signers: [
        { role: 'person', id: reader.userId, sign: (bytes) => session.sign(bytes) },
        { role: 'laptop', id: of.own.id, sign: (bytes) => keys.sign(bytes) },
      ],
      ...(turns ? { turns } : {}),
    });
  } finally {
    keys.lock();
  }
}

/** What the head of a packet says, with what this laptop has. */
function headOf(
  { store, session, reader, index }: OpenWorkspace,
  of: Pick<ToWrite, 'own' | 'at' | 'to' | 'full' | 'kind' | 'carried'> & {
    readonly files: readonly FileToSend[];
  },
): PacketHead {
  const { own, at, to, full, kind, carried, files } = of;
  const boxes = store.evidence.list().filter((tag) => store.evidence.isSealed(tag));
  return {
    format: PACKET_FORMAT,
    kind,
    group: session.keyRing.vaultId,
    from: { laptop: own.id, name: own.name, device: store.deviceId },
    by: { userId: reader.userId, name: reader.name },
    to,
    at: at.toISOString(),
    full,
    have: store.have() as PacketHead['have'],
    boxes: boxes.slice(0, MOST_NAMED),
    wants: missingEvidence({ index, store }).slice(0, MOST_NAMED),
    withheld: carried.withheld as PacketHead['withheld'],
    changes: carried.changes.length,
    evidence: { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) },
  };
}

/** Changes as they lie in the log, one a line. */
function* linesOf({ changes }: Carried): Generator<string> {
  for (const change of changes) yield JSON.stringify(change);
}

/** `1号机至2号机 20261126-2130.xcpack`; which packet it is stands inside. */
function nameOf(
  { kind, from, to }: Pick<PacketHead, 'kind' | 'to'> & { readonly from: Pick<Laptop, 'name'> },
  at: Date,
): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  const what = kind === 'receipt' ? '回执' : '数据包';
  const names = to.length > 2 ? `${to.length}台电脑` : to.map(({ name }) => name).join('、');
  const plain = `${what} ${from.name}至${names} ${localDay(at).replaceAll('-', '')}-${time}`;
  return `${plain.replace(/[\\/:*?"<>|]/g, '')}.xcpack`;
}

/** A file of evidence as it goes into a packet. */
function fileToSend({ store: { evidence } }: OpenWorkspace, name: string): FileToSend {
  if (evidence.isSealed(name)) {
    return { name: fileNameOf(name), size: evidence.sizeOf(name), open: () => evidence.readBox(name) };
  }
  return { name, size: evidence.part(name, 0, 0).size, open: () => evidence.read(name) };
}

/** Open evidence that records name and whose files are not here. */
function missingEvidence({ index, store }: Pick<OpenWorkspace, 'index' | 'store'>): string[] {
  const missing = new Set<string>();
  for (const { sets } of index.all())
    for (const hash of sets.evidence ?? []) if (!store.evidence.has(hash)) missing.add(hash);
  return [...missing];
}
