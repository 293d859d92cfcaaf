import { useEffect, useState } from 'preact/hooks';

export const TABS = ['overview', 'trades', 'orders', 'events', 'log', 'limits', 'settings'] as const;
export type Tab = (typeof TABS)[number];

/** Where in the dashboard one is: `#/bots/197/trades`. */
export interface Place {
  readonly bot: string | undefined;
  readonly tab: Tab;
  /** The pair of a capture: `#/books/XXBTZUSD`. */
  readonly pair: string | undefined;
}

export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const changed = () => setPlace(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return place;
}

export function hrefOf(bot: string, tab: Tab = 'overview'): string {
  return `#/bots/${encodeURIComponent(bot)}/${tab}`;
}

export function hrefOfPair(pair: string): string {
  return `#/books/${encodeURIComponent(pair)}`;
}

function read(): Place {
  const [, bot, tab] = /^#\/bots\/([^/]+)(?:\/(\w+))?/.exec(location.hash) ?? [];
  const [, pair] = /^#\/books\/([^/]+)/.exec(location.hash) ?? [];
  return {
    pair: pair === undefined ? undefined : decodeURIComponent(pair),
    bot: bot === undefined ? undefined : decodeURIComponent(bot),
    tab: TABS.find((one) => one === tab) ?? 'overview',
  };
}
