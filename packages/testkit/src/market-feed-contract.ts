import * as cases from './market-feed-cases.js';
import type { MarketFeedHarness } from './market-feed-harness.js';

/** One requirement. `run` throws when it is not met. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * What any market feed must do, as cases for `it.each(…)('$name', ({ run }) => run())`.
 * `make` builds a new feed each time; all waiting goes through the harness, so that nothing takes real time.
 */
export function marketFeedContract(make: () => MarketFeedHarness): ContractCase[] {
  const list: [name: string, run: (harness: MarketFeedHarness) => Promise<void>][] = [
    ['delivers nothing before its call has returned', cases.returnsFirst],
    ['acknowledges every channel once, then delivers its data', cases.servesEveryChannel],
    ['begins a book with a snapshot, in the exchange’s own digits', cases.beginsWithSnapshot],
    ['says when each thing happened and when it arrived', cases.tellsTimes],
    ['takes a second subscription to the same as none', cases.subscribesOnce],
    ['refuses an unknown pair once, and goes on with the others', cases.refusesOne],
    ['tells of silence, and goes on with the others', cases.tellsOfSilence],
    ['delivers nothing of what is unsubscribed, and goes on with the others', cases.unsubscribes],
    ['fetches a new snapshot on resync, and touches nothing else', cases.resyncs],
    ['tells of a lost connection, and comes back with all it carried', cases.comesBack],
    ['takes calls about what is not subscribed to as none', cases.ignoresStrangers],
    ['delivers nothing after close, however often, and leaves no timer', cases.closes],
  ];
  return list.map(([name, check]) => ({
    name,
    run: async () => {
      const harness = make();
      try {
        await check(harness);
      } finally {
        harness.feed.close();
      }
    },
  }));
}
