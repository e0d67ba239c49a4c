/**
 * Says when one who owes answers has said nothing for long. The core says that it is alive every few seconds while a call
 * is under way, so a long act is no silence; a core that is stuck is.
 */

/** How often the core says that it is alive while it owes an answer, in milliseconds. */
export const ALIVE_MS = 5000;

export interface SilenceLimit {
  /** How often it is looked at, in milliseconds. */
  readonly everyMs: number;
  /** Looks in a row that may find nothing said: looks, not hours, so that a computer that slept is no silence. */
  readonly looks: number;
}

/** Three minutes: longer than a backup on a slow disk keeps the core to itself. */
export const SILENCE: SilenceLimit = { everyMs: ALIVE_MS, looks: 36 };

export interface SilenceWatch {
  /** An answer is owed from now on. */
  asked(): void;
  answered(): void;
  /** Something was heard. */
  heard(): void;
}

/** @param onSilent called when nothing was heard for the limit while an answer is owed, and again after each limit more */
export function watchSilence(onSilent: () => void, { everyMs, looks }: SilenceLimit = SILENCE): SilenceWatch {
  let owed = 0;
  let missed = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    missed += 1;
    if (missed < looks) return;
    missed = 0;
    onSilent();
  };
  return {
    asked() {
      owed += 1;
      if (owed > 1) return;
      missed = 0;
      timer = setInterval(look, everyMs);
    },
    answered() {
      owed -= 1;
      missed = 0;
      if (owed === 0) clearInterval(timer);
    },
    heard() {
      missed = 0;
    },
  };
}

/** Runs `say` every {@link ALIVE_MS} while at least one of the works given to it is under way. */
export function saying(say: () => void): <T>(work: Promise<T>) => Promise<T> {
  let under = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return async (work) => {
    under += 1;
    if (under === 1) timer = setInterval(say, ALIVE_MS);
    try {
      return await work;
    } finally {
      under -= 1;
      if (under === 0) clearInterval(timer);
    }
  };
}

/** What a call is answered that got no answer. */
export const SILENT = {
  ok: false,
  code: 'CORE_TIMEOUT',
  message:
    '数据服务很久没有回应，这次操作可能没有完成，已保存的内容不受影响。可以继续等待，或点“重新启动数据服务”，重新解锁后核对。',
  problems: [],
} as const;

/** What a call is answered once nobody serves it. */
export const STOPPED = {
  ok: false,
  code: 'CORE_STOPPED',
  message:
    '数据服务已停止，保险库已锁定，本次操作未执行；此前已保存的内容不受影响。请重新解锁；仍不成功请关闭程序后重新打开。',
  problems: [],
} as const;
