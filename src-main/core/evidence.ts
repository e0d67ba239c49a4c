/** Handlers of `evidence` (src-shared/contract/evidence.ts). */
import { accessSync, constants, statSync } from 'node:fs';
import type { Handlers, ParsedInputOf } from '../../src-shared/contract/define';
import type { evidenceContract } from '../../src-shared/contract/evidence';
import { kindOf } from '../../src-shared/domain/kinds';
import type { Entity } from '../../src-shared/domain/define';
import { WorkbenchError } from '../../src-shared/errors';
import { safeFileName } from '../../src-shared/file-name';
import type { RecordId } from '../../src-shared/merge/change';
import type { Act } from '../acts';
import { putFile, type Batch } from '../services/intake';
import { demandRight, demandVisible, save } from '../services/records';
import { createUploads } from '../services/uploads';
import type { OpenVault } from './open-vault';

function isReadableFile(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export function evidenceHandlers({ workspace, acts }: OpenVault): Handlers<typeof evidenceContract> {
  const uploads = createUploads<{
    readonly id: RecordId;
    readonly set: string;
    readonly name: string;
    readonly batch: Batch;
  }>();

  async function addEvidence({ id, set, paths }: ParsedInputOf<typeof evidenceContract, 'evidence.add'>) {
    const { kind } = demandEvidence(id, set);
    for (const file of paths) {
      if (!isReadableFile(file)) {
        throw new WorkbenchError(
          'EVIDENCE_UNREADABLE',
          '有文件读不到，没有加入任何文件。请确认文件还在、没有被其他程序占用。',
        );
      }
    }
    const batch = workspace().intake.begin(kind);
    return joining(batch, async () => {
      const added = await acts.run('addEvidence', ({ through }) => putFiles(batch, paths, through));
      return joinEvidence(id, set, added);
    });
  }

  /** Has a record name the files of a batch, or gives them up. */
  async function joining<T>(batch: Batch, join: () => Promise<T>): Promise<T> {
    let joined: T;
    try {
      joined = await join();
    } catch (error) {
      batch.givenUp();
      throw error;
    }
    batch.joined();
    return joined;
  }

  /** The record that files are to be joined to. Rights first: a refusal must not leave a sealed file that nobody owns. */
  function demandEvidence(id: RecordId, set: string): Entity {
    const entity = demandVisible(workspace(), id);
    const kind = kindOf(entity.kind)!;
    if (!Object.hasOwn(kind.sets, set))
      throw new WorkbenchError('RECORD_SET', `“${kind.label}”没有这个清单。`);
    demandRight(workspace(), entity, { act: 'write', fields: [set] });
    return entity;
  }

  function joinEvidence<T extends { readonly hash: string; readonly name: string }>(
    id: RecordId,
    set: string,
    added: readonly T[],
  ): T[] {
    save(workspace(), {
      kind: demandEvidence(id, set).kind,
      id,
      set: {},
      stored: new Set(added.map((blob) => blob.hash)),
      sets: { [set]: { add: added.map((blob) => blob.hash), remove: [] } },
      names: Object.fromEntries(added.map((blob) => [blob.hash, safeFileName(blob.name)])),
    });
    return [...added];
  }

  async function putFiles(
    batch: Batch,
    paths: readonly string[],
    through: Act['through'],
  ): Promise<{ hash: string; size: number; name: string }[]> {
    const total = paths.reduce((sum, file) => sum + statSync(file).size, 0);
    const added = [];
    let before = 0;
    for (const file of paths) {
      const from = before;
      const blob = await putFile(batch, file, (source) => through(source, total, from));
      before += blob.size;
      added.push(blob);
    }
    return added;
  }

  return {
    'evidence.add': addEvidence,
    'evidence.begin': ({ id, set, name, size }) => {
      const { kind } = demandEvidence(id, set);
      const batch = workspace().intake.begin(kind);
      return {
        upload: uploads.begin({ id, set, name, batch }, size, async (source) => {
          try {
            return await batch.put(source);
          } catch (error) {
            batch.givenUp();
            throw error;
          }
        }),
      };
    },
    'evidence.piece': async ({ upload, bytes }) => {
      workspace();
      await uploads.piece(upload, bytes);
      return null;
    },
    'evidence.finish': async ({ upload }) => {
      workspace();
      const { id, set, name, batch } = uploads.about(upload);
      const [added] = await joining(batch, async () => {
        const stored = await uploads.finish(upload);
        return joinEvidence(id, set, [{ ...stored, name }]);
      });
      return added!;
    },
    'evidence.abandon': ({ upload }) => {
      uploads.abandon(upload);
      return null;
    },
    'evidence.read': ({ id, hash, from, length }) => {
      const { size, bytes } = workspace().evidencePart(id, hash, from, length);
      return { size, bytes: new Uint8Array(bytes) };
    },
    'evidence.export': ({ id, hash, path: file }) => workspace().exportEvidence(id, hash, file),
  };
}
