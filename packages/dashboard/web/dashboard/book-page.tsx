import { useState } from 'preact/hooks';
import type { BookView, CapturedPair, RecordedRange } from '../../src/live/capture.js';
import { DepthChart } from './depth-chart.tsx';
import { HeatMap } from './heat-map.tsx';
import { Ladder } from './ladder.tsx';
import { useAnswer } from './use-answer.js';

const HOUR_MS = 3_600_000;

/** One pair's book: as it is now, or as it was at any instant that is recorded. */
export function BookPage({ pair }: { readonly pair: CapturedPair }) {
  const path = `/api/capture/${encodeURIComponent(pair.id)}`;
  const { answer: range } = useAnswer<RecordedRange>(`${path}/range`, 30_000);
  const [time, setTime] = useState<number | undefined>(undefined);
  const { answer: book, error } = useAnswer<BookView>(
    time === undefined ? `${path}/book` : `${path}/book?time=${time}`,
    time === undefined ? 1_000 : 3_600_000,
  );
  const until = time ?? range?.to;
  return (
    <>
      <section>
        <h2>{time === undefined ? 'The book now' : 'The book then'}</h2>
        {range !== undefined && range.to > range.from && (
          <p class="tools">
            <label class="wide-label">
              Instant
              <input
                type="range"
                min={range.from}
                max={range.to}
                step={Math.max(1, Math.floor((range.to - range.from) / 2000))}
                value={time ?? range.to}
                onChange={(event) => setTime(Number(event.currentTarget.value))}
              />
            </label>
            <output>
              {time === undefined ? 'live' : `${new Date(time).toISOString().slice(0, 23).replace('T', ' ')} UTC`}
            </output>
            <button type="button" disabled={time === undefined} onClick={() => setTime(undefined)}>
              Live
            </button>
          </p>
        )}
        {book === undefined ? (
          <p class="muted">{error === '' ? 'Reading…' : error}</p>
        ) : (
          <>
            <p class={book.state === 'verified' ? 'muted' : 'down'}>
              {book.state}, last message {new Date(book.receivedAt).toISOString().slice(0, 23).replace('T', ' ')} UTC
            </p>
            <div class="columns">
              <Ladder book={book} />
              <DepthChart book={book} />
            </div>
          </>
        )}
      </section>
      {range !== undefined && until !== undefined && (
        <section>
          <h2>The hour before</h2>
          <HeatMap path={path} from={Math.max(range.from, until - HOUR_MS)} to={until} isLive={time === undefined} />
        </section>
      )}
    </>
  );
}
