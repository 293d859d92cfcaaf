import type { BotObserver } from '../trade/bot-observer.js';

/** Tells both, the first one first. */
export function joinObservers(first: BotObserver, second: BotObserver): BotObserver {
  return {
    onFeed: (event) => {
      first.onFeed?.(event);
      second.onFeed?.(event);
    },
    onTicker: (candle) => {
      first.onTicker?.(candle);
      second.onTicker?.(candle);
    },
    onCandle: (told) => {
      first.onCandle?.(told);
      second.onCandle?.(told);
    },
    onLedger: (event) => {
      first.onLedger?.(event);
      second.onLedger?.(event);
    },
    onTrade: (event) => {
      first.onTrade?.(event);
      second.onTrade?.(event);
    },
    onNote: (text) => {
      first.onNote?.(text);
      second.onNote?.(text);
    },
    onTrouble: (reason, code) => {
      first.onTrouble?.(reason, code);
      second.onTrouble?.(reason, code);
    },
    onStrategyFailure: (error) => {
      first.onStrategyFailure?.(error);
      second.onStrategyFailure?.(error);
    },
    onEnd: (error) => {
      first.onEnd?.(error);
      second.onEnd?.(error);
    },
  };
}

/** Tells whoever is there by then. */
export function lateObserver(find: () => BotObserver | undefined): BotObserver {
  return {
    onFeed: (event) => find()?.onFeed?.(event),
    onTicker: (candle) => find()?.onTicker?.(candle),
    onCandle: (told) => find()?.onCandle?.(told),
    onLedger: (event) => find()?.onLedger?.(event),
    onTrade: (event) => find()?.onTrade?.(event),
    onNote: (text) => find()?.onNote?.(text),
    onTrouble: (reason, code) => find()?.onTrouble?.(reason, code),
    onStrategyFailure: (error) => find()?.onStrategyFailure?.(error),
    onEnd: (error) => find()?.onEnd?.(error),
  };
}
