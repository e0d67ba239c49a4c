/**
 * The core as the window meets it: the real handlers over a real vault and store in a folder of their own, behind the real
 * protocol of its process, whose messages cross by a real port (so nothing is shared, and nothing is in step by chance).
 * It runs in Node's own realm, not in the window's: environment.ts says why.
 */
import fs from 'node:fs';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { listeners } from './open-workspaces';
import { createCore } from '../../../src-main/core';
import {
  hostCore,
  isDirect,
  onlyDirect,
  type CallMessage,
  type DeskMemory,
  type FromCore,
  type ToCore,
  type ToPage,
} from '../../../src-main/core-protocol';
import type { ClueKeys } from '../../../src-main/keys';
import { entityOfState } from '../../../src-main/services/index-of-records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { unboxed } from '../../../src-main/store/sealed-change';
import { unlockVault } from '../../../src-main/vault/vault';
// Papers are built in this thread, which reads what that takes when it is asked for the first: too late for the compiler.
import '../../../src-main/word/build';
import { coreContract } from '../../../src-shared/contract/core';
import { serve } from '../../../src-shared/contract/define';
import type { LockReason } from '../../../src-shared/contract/shell';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { Entity } from '../../../src-shared/domain/define';
import type { Role } from '../../../src-shared/domain/roles';
import { checkValues } from '../../../src-shared/domain/validate';
import type { Result } from '../../../src-shared/errors';
import {
  CREATOR_FIELD,
  isSealed,
  PARENT_FIELD,
  type Change,
  type ChangeDraft,
  type FieldValue,
} from '../../../src-shared/merge/change';
import { draftEdit, draftRemove, project, valueOf } from '../../../src-shared/merge/registers';
import { PASSPHRASE, PEOPLE, type Crew } from './people';
import { newFolder, newVault } from './vaults';

/** A record that somebody else has written; what is left out is empty. */
export interface Written {
  readonly id: string;
  readonly kind: string;
  readonly parent?: string | null;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly sets?: Readonly<Record<string, readonly string[]>>;
  /** What members of the sets are called. */
  readonly names?: Readonly<Record<string, string>>;
  /** What somebody else, who did not know of it, wrote into the same record. */
  readonly disputed?: Pick<Written, 'by' | 'values'>;
  /** Whose account made it: that of the person of a role, who is of the vault's crew; without it nobody's of this vault. */
  readonly by?: Role;
}

export interface HouseOptions {
  readonly crew: Crew;
  /** What stands in the vault when it is first opened. */
  readonly written: readonly Written[];
  /** The day on which the core lives, `2026-03-20`. */
  readonly today: string;
  readonly onEvent: (name: string, payload: unknown) => void;
}

export interface House {
  /** Folder of the vault. */
  readonly dir: string;
  /** Of the vault as it was made; empty where there is none. */
  readonly recoveryCode: string;
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** The core ends and another takes its place, as the shell has it on a lock. */
  lock(reason?: LockReason): Promise<void>;
  /** What stands in the vault, whoever may see it; while it is locked, what stood there when it was closed. */
  record(id: string): Entity | undefined;
  recordsOf(kind: string): readonly Entity[];
  /** Written, or written over, by a colleague meanwhile: as when a packet is merged. */
  write(written: readonly Written[]): void;
  /** Removed by a colleague meanwhile, in one act. */
  remove(ids: readonly string[], removal?: { readonly by?: Role; readonly reason?: string }): void;
  /** By the clock of the computer. */
  now(): Date;
  /** A path outside the vault, as a dialog gives it. */
  place(name: string): string;
  /** A file there. @param size in bytes, where it goes on with zeros */
  file(name: string, bytes: Uint8Array, size?: number): string;
  /** The clock of the computer goes forward. */
  pass(seconds: number): void;
  /** Ends everything and removes the folder. */
  leave(): Promise<void>;
}

/** The 线索钥匙, from somebody who holds it. */
async function holderOf(dir: string): Promise<ClueKeys | undefined> {
  const { leader } = PEOPLE;
  const { keyRing } = await unlockVault(dir, { name: leader.name, passphrase: PASSPHRASE });
  return keyRing.clues;
}

/** An account that this vault no longer has. */
const COLLEAGUE = 'a-colleague-who-left';

export async function openHouse({ crew, written, today, onEvent }: HouseOptions): Promise<House> {
  const { dir, recoveryCode } = await newVault(crew);
  const outside = newFolder();
  const began = Date.now();
  let passed = 0;
  // In the morning; from there on it runs as every clock does.
  const now = (): Date => new Date(Date.parse(`${today}T08:00:00Z`) + Date.now() - began + passed * 1000);
  let workspace: OpenWorkspace | undefined;
  const holder = crew === 'nobody' ? undefined : await holderOf(dir);
  let toCome = written;
  let fault: unknown;
  listeners.set(dir, (opened) => {
    workspace = opened;
    try {
      write(toCome);
    } catch (error) {
      fault = error;
    }
    toCome = [];
  });

  function draftsOf(one: Written): ChangeDraft[] {
    const { id, kind, parent, values = {}, sets = {}, names = {}, disputed } = one;
    const state = workspace!.state(id);
    const author = accountOf(one);
    const change = { author, at: now().toISOString(), kind, recordId: id } as const;
    const members = Object.entries(sets).flatMap(([set, ids]) =>
      ids.map((member) => [`${set}/${member}`, names[member] ?? true] as const),
    );
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const set = { ...given, ...Object.fromEntries(members) } as Record<string, FieldValue>;
    if (state) return [{ ...change, action: 'edit', ...draftEdit(state, set) }];
    if (parent) set[PARENT_FIELD] = parent;
    set[CREATOR_FIELD] = author;
    const made: ChangeDraft = { ...change, action: 'create', set, replaces: {} };
    if (!disputed) return [made];
    const other = {
      author: accountOf(disputed),
      action: 'edit',
      set: disputed.values as typeof set,
    } as const;
    return [made, { ...made, ...other }];
  }

  const accountOf = ({ by }: Pick<Written, 'by'>): string =>
    workspace!.session.users().find(({ role }) => role === by)?.userId ?? COLLEAGUE;

  /** What no laptop could have written would prove nothing. */
  function demandPossible(
    { id, kind: name, parent, values = {}, sets = {} }: Written,
    all: readonly Written[],
  ): void {
    const kind = kindOf(name);
    if (!kind) throw new Error(`${id}: there is no kind ${name}`);
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const [problem] = checkValues(kind, given);
    if (problem) throw new Error(`${id}: no ${name} can hold this: ${problem.message}`);
    const unknown = Object.keys(sets).find((set) => !Object.hasOwn(kind.sets, set));
    if (unknown) throw new Error(`${id}: a ${name} has no set ${unknown}`);
    if (workspace!.index.get(id)) return;
    const above = all.find((one) => one.id === parent) ?? workspace!.index.get(parent ?? '');
    if (above ? !kind.parents.includes(above.kind) : kind.parents.length > 0)
      throw new Error(`${id}: a ${name} does not stand beneath ${above?.kind ?? 'nothing'}`);
  }

  function write(all: readonly Written[]): void {
    const again = all.findIndex(({ id }, at) => all.findIndex((one) => one.id === id) < at);
    // What is written over must stand first.
    const now = again < 0 ? all : all.slice(0, again);
    now.forEach((one) => demandPossible(one, now));
    workspace!.commit(now.flatMap(draftsOf));
    if (again >= 0) write(all.slice(again));
  }

  let lastKept: Entity[] = [];
  /** What stands in the compartment, which who is at work may not be able to read; while it is locked, what stood there. */
  function kept(): Entity[] {
    const records = new Map<string, Change[]>();
    try {
      for (const { change } of workspace?.store.changesSince(0) ?? []) {
        const opened =
          isSealed(change) && holder?.held ? unboxed({ ...holder, held: holder.held }, change) : undefined;
        if (opened) records.set(opened.recordId, [...(records.get(opened.recordId) ?? []), opened]);
      }
    } catch (error) {
      if ((error as { code?: string }).code === 'STORE_CLOSED') return lastKept;
      throw error;
    }
    lastKept = [...records.values()].map((changes) => {
      const state = project(changes)!;
      const parent = valueOf(state, PARENT_FIELD);
      return entityOfState(state, typeof parent === 'string' ? parent : null, null, '');
    });
    return lastKept;
  }

  /** Everything, whoever is at work. */
  function whole(): Entity[] {
    const parts = new Map(kept().map((part) => [part.id, part]));
    const open = [...(workspace?.index.all() ?? [])].map((entity) => {
      const part = parts.get(entity.id);
      parts.delete(entity.id);
      return part ? { ...entity, values: { ...part.values, ...entity.values } } : entity;
    });
    return [...open, ...parts.values()];
  }

  let desk: DeskMemory = [];
  let core = start();

  function start() {
    const { port1: page, port2: port } = new MessageChannel();
    const asked = new Map<number, (result: Result<unknown>) => void>();
    let last = 0;
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const toShell = (message: FromCore): void => {
      if (message.type === 'answer') asked.get(message.id)?.(message.result);
      if (message.type === 'closed') {
        desk = message.desk ?? desk;
        ended();
      }
    };
    const receive = hostCore(toShell, (host) => {
      const { handlers, close } = createCore({ dataDir: dir, now, ...host });
      const dispatch = serve(coreContract, handlers);
      return { dispatch, pageDispatch: onlyDirect(coreContract, dispatch), close };
    });
    page.on('message', (said: ToPage) => {
      if (said.type === 'event') onEvent(said.name, said.payload);
      if (said.type === 'answer') asked.get(said.id)?.(said.result);
    });
    const tell = (message: ToCore): void => receive(structuredClone(message));
    receive(
      { type: 'page' },
      {
        postMessage: (message) => port.postMessage(message),
        listen: (listener) => port.on('message', (said: CallMessage) => listener(said)),
      },
    );
    tell({ type: 'free', desk });
    return {
      ask(name: string, input: unknown): Promise<Result<unknown>> {
        const id = (last += 1);
        return new Promise((resolve) => {
          asked.set(id, resolve);
          const message = { type: 'call', id, name, input } as const;
          // The shell passes on what names a path, once a person has chosen it.
          if (isDirect(coreContract, name)) page.postMessage(message);
          else tell(message);
        });
      },
      async close(reason: LockReason): Promise<void> {
        tell({ type: 'close', reason });
        await end;
        page.close();
      },
    };
  }

  return {
    dir,
    recoveryCode,
    async call(name, input) {
      const result = await core.ask(name, input);
      if (fault !== undefined) throw fault;
      return result;
    },
    async lock(reason = 'user') {
      await core.close(reason);
      core = start();
    },
    record: (id) => whole().find((one) => one.id === id),
    recordsOf: (kind) => whole().filter((one) => one.kind === kind),
    write,
    remove(ids, { by, reason } = {}) {
      const act = { author: accountOf({ by }), at: now().toISOString(), action: 'remove', reason };
      const states = ids.map((id) => workspace!.state(id)!);
      workspace!.commit(
        states.map((state) => ({ ...act, kind: state.kind, recordId: state.id, ...draftRemove(state) })),
      );
    },
    now,
    place: (name) => path.join(outside, name),
    file(name, bytes, size = bytes.length) {
      const file = path.join(outside, name);
      fs.writeFileSync(file, bytes);
      fs.truncateSync(file, size);
      return file;
    },
    pass(seconds) {
      passed += seconds;
    },
    async leave() {
      await core.close('suspend');
      listeners.delete(dir);
      for (const folder of [dir, outside]) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
