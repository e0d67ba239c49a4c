/**
 * A path is accepted only when a native dialog returned it since the last lock, for the use the dialog was for. So the
 * page can neither read nor overwrite a file that a person did not choose.
 */
import path from 'node:path';
import type { AnyCall, FileUse } from '../../src-shared/contract/define';
import { WorkbenchError } from '../../src-shared/errors';

export interface FileGrants {
  /**
   * Call it before a dialog opens.
   * @returns the function that grants what the dialog answers; after a lock it grants nothing and says so
   */
  ask(use: FileUse): (filePaths: readonly string[]) => boolean;
  /** Throws FILE_NOT_CHOSEN or FILE_BAD_PATH when one of the call's file fields holds a path that is not granted. */
  check(call: AnyCall, input: unknown): void;
  clear(): void;
}

export function createFileGrants(): FileGrants {
  const granted: Record<FileUse, Set<string>> = { save: new Set(), open: new Set() };
  /** Counts the locks: what a dialog opened before one answers is void. */
  let locks = 0;
  return {
    ask(use) {
      const at = locks;
      return (filePaths) => {
        if (at !== locks) return false;
        filePaths.forEach((filePath) => requirePlainPath(filePath));
        for (const filePath of filePaths) granted[use].add(path.resolve(filePath));
        return true;
      };
    },
    check(call, input) {
      for (const [field, use] of Object.entries(call.files)) {
        if (use === undefined) continue;
        for (const filePath of pathsIn(input, field)) {
          requirePlainPath(filePath);
          if (!granted[use].has(path.resolve(filePath))) throw notChosen();
        }
      }
    },
    clear() {
      locks += 1;
      granted.save.clear();
      granted.open.clear();
    },
  };
}

function pathsIn(input: unknown, field: string): readonly string[] {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, field)) return [];
  const value = (input as Record<string, unknown>)[field];
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string') throw badPath();
    return item;
  });
}

/** Windows device names: writing to them goes to a device, not a file (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICE_NAME = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|:|$)/i;

/** Refuses a relative path, a device, a network or device namespace (`\\host`, `\\.\`, `\\?\`) and a stream (`a:b`). */
export function requirePlainPath(filePath: string, platform: NodeJS.Platform = process.platform): void {
  const rules = platform === 'win32' ? path.win32 : path.posix;
  const plain =
    rules.isAbsolute(filePath) &&
    !filePath.includes('\0') &&
    !/^[\\/]{2}/.test(filePath) &&
    !(platform === 'win32' && isDeviceOrStream(filePath)) &&
    !(platform !== 'win32' && /^\/(?:dev|proc|sys)(?:\/|$)/.test(path.posix.normalize(filePath)));
  if (!plain) throw badPath();
}

/** On Windows: no drive letter, a stream of a file (`a:b`), or a name that means a device in any folder. */
function isDeviceOrStream(filePath: string): boolean {
  const [, rest] = /^[a-z]:([\\/].*)$/i.exec(filePath) ?? [];
  return (
    rest === undefined || rest.includes(':') || rest.split(/[\\/]/).some((part) => DEVICE_NAME.test(part))
  );
}

function badPath(): WorkbenchError {
  return new WorkbenchError(
    'FILE_BAD_PATH',
    '所选位置不是本机磁盘或 U 盘上的普通文件，未读写任何文件。请重新选择保存位置或文件。',
  );
}

function notChosen(): WorkbenchError {
  return new WorkbenchError(
    'FILE_NOT_CHOSEN',
    '该文件不是本次解锁后在对话框中选定的，未读写任何文件。请重新选择保存位置或文件。',
  );
}
