/** Tells the window the records that its reader may see: all of them once, in batches, and each that changes. */
import type { Handlers } from '../../src-shared/contract/define';
import type { FeedEntity, feedContract } from '../../src-shared/contract/feed';
import type { RecordId } from '../../src-shared/merge/change';
import type { OpenWorkspace, Touched } from '../services/workspace';

export interface Feed {
  readonly handlers: Handlers<typeof feedContract>;
  /** What was changed; nothing is told before a window has asked for the feed. */
  readonly onTouched: (touched: Touched) => void;
  /** Another person is at work: nothing is told until a window asks. */
  reset(): void;
  /** What is still to be told is told no more. */
  end(): void;
}

/** Records in one message of the feed: small enough not to hold up the window, the first one least of all. */
const FEED_BATCH = 500;
const FIRST_BATCH = 200;

export function createFeed(
  workspace: () => OpenWorkspace,
  publish: (event: string, payload: unknown) => void,
): Feed {
  let epoch = 0;
  let seq = 0;
  /** A feed under way: the records to be told in order, and how many have been. */
  let underWay: { readonly ids: readonly RecordId[]; told: number } | undefined;

  function send(changed: readonly FeedEntity[], removed: readonly RecordId[], last: boolean): void {
    publish('records', { epoch, seq: seq++, changed, removed, last });
  }

  /** Tells the next batch of the feed. Each record is told as it is by now, whatever was told of it meanwhile. */
  function feedOn(): void {
    if (underWay === undefined) return;
    const { see } = workspace();
    const changed: FeedEntity[] = [];
    const size = underWay.told === 0 ? FIRST_BATCH : FEED_BATCH;
    while (underWay.told < underWay.ids.length && changed.length < size) {
      const seen = see(underWay.ids[underWay.told++]!);
      if (seen) changed.push(seen as FeedEntity);
    }
    const last = underWay.told >= underWay.ids.length;
    if (last) underWay = undefined;
    send(changed, [], last);
  }

  return {
    onTouched({ changed, removed, sight }) {
      if (epoch === 0) return;
      if (sight) {
        // What this person may see changed altogether: a new epoch tells the replica to start again.
        epoch += 1;
        seq = 0;
        underWay = undefined;
      }
      send(changed as FeedEntity[], removed, underWay === undefined);
    },
    reset() {
      epoch = 0;
    },
    end() {
      underWay = undefined;
    },
    handlers: {
      'feed.start': ({ first }) => {
        const ids = workspace().feedOrder(first);
        epoch += 1;
        seq = 0;
        underWay = { ids, told: 0 };
        feedOn();
        return { epoch, total: ids.length };
      },
      'feed.more': (asked) => {
        if (asked.epoch === epoch) feedOn();
        return null;
      },
    },
  };
}
