import { useEffect, useState } from 'preact/hooks';
import type { CaptureStatus } from '../../src/live/capture.js';
import type { BotNews } from '../../src/live/sources.js';
import type { BotAbout, BotStatus } from '../../src/live/views.js';
import { ask } from './ask.js';

export interface BotView {
  readonly about: BotAbout;
  readonly status: BotStatus;
}

type Listener = (news: BotNews) => void;
const listeners = new Set<Listener>();

/** Hears the news of the bot that is looked at. */
export function useNews(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

/** All bots with their newest status, and whether the server can be heard. News of `bot` goes to `useNews`. */
export function useBots(bot: string | undefined, mayLook: boolean) {
  const [bots, setBots] = useState<readonly BotView[] | undefined>(undefined);
  const [capture, setCapture] = useState<CaptureStatus | null>(null);
  const [isHeard, setIsHeard] = useState(true);
  useEffect(() => {
    if (!mayLook) return undefined;
    const load = async () => {
      try {
        setBots(await ask<readonly BotView[]>('/api/bots'));
        setCapture(await ask<CaptureStatus | null>('/api/capture'));
        setIsHeard(true);
      } catch {
        setIsHeard(false);
      }
    };
    const stream = new EventSource(`/api/stream${bot === undefined ? '' : `?bot=${encodeURIComponent(bot)}`}`);
    stream.addEventListener('open', () => void load());
    stream.addEventListener('error', () => setIsHeard(false));
    stream.addEventListener('status', ({ data }: MessageEvent<string>) => {
      const all: readonly { id: string; status: BotStatus }[] = JSON.parse(data);
      setIsHeard(true);
      // A bot that has begun since is asked for with all that it is.
      setBots((known) => {
        if (known !== undefined && known.length !== all.length) void load();
        return known?.map((one) => {
          const news = all.find(({ id }) => id === one.about.id);
          return news === undefined ? one : { ...one, status: news.status };
        });
      });
    });
    stream.addEventListener('capture', ({ data }: MessageEvent<string>) => setCapture(JSON.parse(data)));
    stream.addEventListener('news', ({ data }: MessageEvent<string>) => {
      const news: BotNews = JSON.parse(data);
      for (const listener of listeners) listener(news);
    });
    return () => stream.close();
  }, [bot, mayLook]);
  return { bots, capture, isHeard };
}
