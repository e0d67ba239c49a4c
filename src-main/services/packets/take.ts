/** Takes in a packet of another laptop of the group: looked through, shown, then taken whole or not at all (decision 0026). */
import path from 'node:path';
import { WorkbenchError } from '../../../src-shared/errors';
import { isSealed, type Change, type RecordId } from '../../../src-shared/merge/change';
import { parseChange } from '../../../src-shared/merge/logs';
import { openPacket, type FileInPacket, type OpenPacket } from '../../packets/read';
import { haveOfIds, type Have } from '../../store/log';
import type { TouchedRecord } from '../../store/store';
import { inTurns, type Turns } from '../../store/steps';
import { directoryWith, followDirectory, laptopKeys, ownLaptop, type Directory } from '../accounts';
import { backingUp } from '../data-care';
import { logOperation } from '../operations';
import type { OpenWorkspace } from '../workspace';
import { authorityWith } from './authority-over';
import { overstepping, type Authority } from './authority';
import { liesIn } from './closed';
import type { Batch } from '../intake';
import { noteTaken } from './known';
import { evidenceOf, makeReceipt } from './make';
import { readHead, type PacketHead } from './packet';
import { previewOf, type Preview } from './preview';
import { countOf, lacking } from './ranges';

/** Why a change of a packet is not taken. */
export interface Refused {
  readonly change: string;
  readonly why: string;
}

/** What is missing of what the other laptop has: earlier packets that did not come, or were for others. */
export interface Missing {
  readonly device: string;
  readonly name: string;
  readonly changes: number;
}

export interface PacketRead extends Preview {
  readonly from: string;
  readonly by: string;
  readonly at: string;
  readonly to: readonly string[];
  readonly kind: PacketHead['kind'];
  /**
   * Changes that are new here; the rest was here already. These counts are told only to who is kept from no unit: by them he
   * would see how much there is of it.
   */
  readonly changes?: number;
  readonly duplicates?: number;
  readonly evidence?: number;
  /** Nothing is missing of what the maker has, but what is not for this laptop. */
  readonly complete: boolean;
  readonly missing: readonly Missing[];
  readonly refused: readonly Refused[];
  /** By how many minutes the other clock went before this one, as far as that can be told: at least so many. */
  readonly clockAhead: number;
}

export interface PacketTaken extends PacketRead {
  readonly applied: true;
  /** The receipt to carry back; undefined where it could not be written beside the packet. */
  readonly receipt?: string;
}

/** A packet that was looked through. Nothing of it is here yet. */
export interface LookedThrough {
  readonly read: PacketRead;
  readonly head: PacketHead;
  readonly accepted: readonly Change[];
  readonly packet: OpenPacket;
}

const MINUTE_MS = 60_000;
/** A packet may have been made a moment ago on a laptop whose clock goes a little before this one. */
const CLOCK_SLACK_MINUTES = 5;

/**
 * Looks a packet through; changes nothing.
 * @throws WorkbenchError PACKET_*, GROUP_OTHER_GROUP, GROUP_UNKNOWN_LAPTOP, GROUP_STRUCK_OFF, GROUP_FORGED, STORE_PACKET_*
 */
export async function lookThrough(
  workspace: OpenWorkspace,
  file: string,
  turns?: Turns,
): Promise<LookedThrough> {
  const keys = laptopKeys(workspace);
  const packet = await openPacket(file, keys, turns).finally(() => keys.lock());
  try {
    return await lookedThrough(workspace, packet);
  } catch (error) {
    packet.close();
    throw error;
  }
}

async function lookedThrough(workspace: OpenWorkspace, packet: OpenPacket): Promise<LookedThrough> {
  const { store, session, reader } = workspace;
  const head = readHead(packet.head);
  if (head.group !== session.keyRing.vaultId) {
    throw new WorkbenchError(
      'GROUP_OTHER_GROUP',
      '这个数据包是别的巡察组的，不能收入本组。请核对是不是拿错了文件。',
    );
  }
  const changes = await changesIn(packet, head);
  const directory = directoryWith(workspace, changes);
  demandMaker(packet, head, directory);
  const { accepted, refused, authority } = sifted(workspace, changes, directory);
  const preview = store.previewMerge(accepted);
  const { recusals } = workspace.sight();
  const closed = recusals.length === 0 ? new Set<RecordId>() : closedWith(workspace, preview.records);
  // A receipt brings nothing, so nothing of it is missing.
  const missing = head.kind === 'receipt' ? [] : missingAfter(workspace, head, accepted, directory);
  const ahead = Math.ceil((Date.parse(head.at) - workspace.now().getTime()) / MINUTE_MS);
  return {
    packet,
    head,
    accepted,
    read: {
      from: head.from.name,
      by: head.by.name,
      at: head.at,
      to: head.to.map(({ name }) => name),
      kind: head.kind,
      ...(recusals.length === 0
        ? {
            changes: preview.added.length,
            duplicates: preview.duplicates,
            evidence: head.evidence.files,
          }
        : {}),
      complete: missing.length === 0,
      missing,
      refused,
      clockAhead: ahead > CLOCK_SLACK_MINUTES ? ahead : 0,
      ...previewOf(preview.records, reader.role, (id) => liesIn(closed, id, authority.ever)),
    },
  };
}

/**
 * Takes in what was looked through: a backup first, then the evidence, then all changes in one write; and a receipt beside it.
 * @throws WorkbenchError as {@link lookThrough}, and those of backups, evidence and the store: nothing is taken in then
 */
export async function takeIn(
  workspace: OpenWorkspace,
  { packet, head, accepted, read }: LookedThrough,
  { receiptIn, turns }: { readonly receiptIn?: string; readonly turns?: Turns },
): Promise<PacketTaken> {
  const own = ownLaptop(workspace);
  if (accepted.length > 0) await inTurns(backingUp(workspace.store, workspace.now()), turns ?? ALONE);
  await takeAll(workspace, packet, accepted, turns);
  await followDirectory(workspace);
  noteTaken(workspace, head, own.id, workspace.now().toISOString());
  logOperation(workspace, {
    act: 'packetTaken',
    detail: `${head.from.name}（${head.by.name}）制作于 ${head.at} 的数据包`,
  });
  const receipt = await receiptFor(workspace, head, receiptIn);
  return { ...read, applied: true, ...(receipt === undefined ? {} : { receipt }) };
}

/** The changes of a packet, in its order. @throws WorkbenchError PACKET_DAMAGED, STORE_PACKET_SHAPE */
export async function changesIn(packet: OpenPacket, head: PacketHead): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for await (const line of packet.lines()) {
    const parsed = parseChange(parseLine(line));
    if (!parsed.ok) {
      throw new WorkbenchError(
        'STORE_PACKET_SHAPE',
        '数据包已损坏或被改动，没有收入任何内容。请让对方重新制作一份。',
        parsed.problems.map(({ message }) => ({ place: `第 ${changes.length + 1} 条变更`, message })),
      );
    }
    changes.push(parsed.change);
  }
  if (changes.length !== head.changes) throw damaged();
  return changes;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const damaged = (): WorkbenchError =>
  new WorkbenchError('PACKET_DAMAGED', '数据包与它开头写的不符，没有收入任何内容。请让对方重新制作一份。');

/** A packet is by a laptop of the group that is in use, and by one of its people. */
export function demandMaker(packet: OpenPacket, head: PacketHead, directory: Directory): void {
  const laptop = directory.laptop(head.from.laptop);
  if (laptop === undefined) {
    throw new WorkbenchError(
      'GROUP_UNKNOWN_LAPTOP',
      `“${head.from.name}”没有登记为本组的电脑，没有收入任何内容。请先收入组长的数据包，再收入这一个。`,
    );
  }
  if (laptop.struckOff) {
    throw new WorkbenchError(
      'GROUP_STRUCK_OFF',
      `“${laptop.name}”已注销，它的数据包不再收入。确要收入的，请组长先为其重新制作开机包。`,
    );
  }
  if (directory.account(head.by.userId)?.removed !== false) {
    throw new WorkbenchError(
      'GROUP_LEFT',
      `数据包由“${head.by.name}”制作，但其不是本组的使用者或已被移除，没有收入任何内容。请由本组的同志重新制作一份。`,
    );
  }
  const signed = packet.verify(({ role, id }) => {
    if (role === 'laptop') return id === laptop.id ? laptop.signKey : undefined;
    return id === head.by.userId ? directory.account(id)?.signKey : undefined;
  });
  const good = (role: 'person' | 'laptop', id: string) =>
    signed.some((one) => one.role === role && one.id === id && one.signed === 'good');
  if (!good('laptop', laptop.id) || !good('person', head.by.userId)) {
    throw new WorkbenchError(
      'GROUP_FORGED',
      '数据包的签名与登记的电脑或使用者不符，可能是冒充的，没有收入任何内容。请报告组长，并向对方当面核对。',
    );
  }
}

/** What is taken, and what is not: by nobody who is known, or by somebody who could not. */
function sifted(
  workspace: OpenWorkspace,
  changes: readonly Change[],
  directory: Directory,
): {
  readonly accepted: readonly Change[];
  readonly refused: readonly Refused[];
  readonly authority: Authority;
} {
  const { store } = workspace;
  const refused = new Map<string, string>();
  const readable: Change[] = [];
  for (const change of changes) {
    const opened = isSealed(change) ? store.openedBox(change) : change;
    // Whose box it is, only who opens it can tell; he checks it.
    if (opened === undefined) continue;
    const why = directory.refusalOf(opened);
    if (why === undefined) readable.push(opened);
    else refused.set(change.id, why);
  }
  const authority = authorityWith(workspace, readable, directory);
  for (const { id } of overstepping(readable, authority)) refused.set(id, '署名的人无权这样做');
  return {
    accepted: changes.filter(({ id }) => !refused.has(id)),
    refused: [...refused].map(([change, why]) => ({ change, why })),
    authority,
  };
}

/** What is closed to the reader, and what nobody has looked at yet: an inspection that the packet brings. */
function closedWith({ sight }: OpenWorkspace, records: readonly TouchedRecord[]): ReadonlySet<RecordId> {
  const brought = records.flatMap(({ before, after }) =>
    before === undefined && after?.kind === 'inspection' ? [after.id] : [],
  );
  return new Set([...sight().hidden, ...brought]);
}

/** What the maker has and this laptop will not, though it may. */
function missingAfter(
  { store }: OpenWorkspace,
  head: PacketHead,
  accepted: readonly Change[],
  directory: Directory,
): readonly Missing[] {
  const there = lacking(
    head.have as Have,
    store.have(),
    haveOfIds(accepted.map(({ id }) => id)),
    head.withheld as Have,
  );
  return Object.entries(there).map(([device, ranges]) => ({
    device,
    name: directory.laptopOfDevice(device)?.name ?? '',
    changes: countOf({ [device]: ranges }),
  }));
}

/** Nobody is told how far it is, and nobody else has a turn. */
const ALONE: Turns = { progress: () => undefined, breathe: () => Promise.resolve() };

/**
 * The evidence of a packet, then its changes in one write; what called it off leaves nothing of either.
 * @throws WorkbenchError PACKET_DAMAGED for a file whose content is not what its name says, and those of evidence and store
 */
export async function takeAll(
  workspace: OpenWorkspace,
  packet: OpenPacket,
  changes: readonly Change[],
  turns: Turns = ALONE,
): Promise<void> {
  const batch = workspace.intake.begin();
  try {
    for (const file of packet.files()) await keepFile(workspace, batch, file, turns);
    await inTurns({ total: 2 * changes.length, steps: workspace.taking(changes) }, turns);
    batch.joined();
  } catch (error) {
    batch.givenUp();
    throw error;
  }
}

async function keepFile(
  { store }: OpenWorkspace,
  batch: Batch,
  file: FileInPacket,
  turns: Turns,
): Promise<void> {
  const name = evidenceOf(file.name);
  if (store.evidence.isSealed(name)) return batch.putBox(name, breathing(file.read(), turns));
  if (store.evidence.has(name)) return;
  const { hash } = await batch.put(breathing(file.read(), turns));
  if (hash !== name) throw damaged();
}

/** Lets others have their turn between the pieces, and hears whether it is called off. */
async function* breathing(pieces: AsyncIterable<Buffer>, { breathe }: Turns): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    await breathe();
    yield piece;
  }
}

/** The receipt beside the packet; a stick that is full or read-only is no reason to take nothing in. */
async function receiptFor(
  workspace: OpenWorkspace,
  { kind, from }: PacketHead,
  folder: string | undefined,
): Promise<string | undefined> {
  if (folder === undefined || kind === 'receipt') return undefined;
  try {
    return path.basename((await makeReceipt(workspace, from.laptop, folder)).path);
  } catch {
    return undefined;
  }
}
