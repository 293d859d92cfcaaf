import { useCallback, useEffect, useState } from 'preact/hooks';
import type { BotNews } from '../../src/live/sources.js';
import type { LogLine } from '../../src/live/views.js';
import { ask } from './ask.js';
import { type BotView, useNews } from './use-bots.js';

const MOST = 1_000;

/** The end of the log, as it is written. */
export function LogTab({ bot }: { readonly bot: BotView }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const { id } = bot.about;
  useEffect(() => {
    const load = async () => {
      const all = await ask<readonly LogLine[]>(`/api/bots/${id}/log`);
      setLines((known) => [...all, ...known.filter(({ number }) => number > (all.at(-1)?.number ?? 0))]);
    };
    load().catch(() => undefined);
  }, [id]);
  const hear = useCallback((news: BotNews) => {
    if (news.type === 'log') setLines((known) => [...known, news.line].slice(-MOST));
  }, []);
  useNews(hear);
  return (
    <section>
      <h2>Log</h2>
      <pre class="log" tabIndex={0} role="log" aria-label="Log">
        {lines.map(({ number, level, time, text }) => (
          <span key={number} class={level}>
            {new Date(time).toISOString().slice(0, 19).replace('T', ' ')} {level.toUpperCase()} {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}
