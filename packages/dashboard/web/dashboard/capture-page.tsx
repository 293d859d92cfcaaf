import type { CaptureStatus } from '../../src/live/capture.js';
import { BookPage } from './book-page.tsx';
import { CaptureTable } from './capture-table.tsx';
import { GapTimeline } from './gap-timeline.tsx';
import { byteText, countText } from './texts.js';

/** A capture: all its pairs, or one of them closely. */
export function CapturePage({ capture, pair }: { readonly capture: CaptureStatus; readonly pair: string | undefined }) {
  const chosen = capture.pairs.find(({ id }) => id === pair);
  return (
    <>
      <div class="title">
        <h1>{chosen === undefined ? 'Order books' : chosen.name}</h1>
        <p class="muted">
          {capture.exchange}, into {capture.folder}
        </p>
        {chosen !== undefined && <a href="#/books">All pairs</a>}
      </div>
      {chosen === undefined ? <Overview capture={capture} /> : <BookPage key={chosen.id} pair={chosen} />}
    </>
  );
}

function Overview({ capture }: { readonly capture: CaptureStatus }) {
  const { pairs } = capture;
  const sum = (of: (pair: CaptureStatus['pairs'][number]) => number) =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  const messages = sum(({ messages: own }) => own);
  const verified = sum(({ verified: own }) => own);
  const missing = pairs.filter(({ openGap }) => openGap !== undefined).length;
  const tiles = [
    ['Pairs', String(pairs.length), missing === 0 ? 'all heard' : `${missing} missing now`, missing > 0],
    ['Messages', countText(messages), `${countText(Math.round(sum(({ rate }) => rate)))} a second`, false],
    [
      'Verified',
      messages === 0 ? '–' : `${((100 * verified) / messages).toFixed(3)} %`,
      `${countText(sum(({ suspect }) => suspect))} suspect, ${countText(sum(({ unverifiable }) => unverifiable))} unverifiable`,
      verified < messages,
    ],
    ['Gaps', String(sum(({ gaps }) => gaps)), 'in this run', false],
    [
      'Written',
      byteText(capture.writtenBytes),
      capture.freeBytes === null ? 'by this run' : `${byteText(capture.freeBytes)} free`,
      false,
    ],
    ['Loop lag', `${Math.round(capture.loopLagMs)} ms`, 'longest wait of the last second', capture.loopLagMs > 500],
  ] as const;
  return (
    <>
      <dl class="tiles">
        {tiles.map(([label, value, note, isBad]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class={isBad ? 'down' : undefined}>{value}</dd>
            <dd class="muted">{note}</dd>
          </div>
        ))}
      </dl>
      <section>
        <h2>Pairs</h2>
        <CaptureTable pairs={pairs} now={capture.now} />
      </section>
      <section>
        <h2>Gaps</h2>
        <GapTimeline />
      </section>
      <section>
        <h2>Notes</h2>
        <pre class="log" tabIndex={0} role="log" aria-label="Notes">
          {capture.notes.map(({ time, level, text }, index) => (
            <span key={`${time} ${index}`} class={level}>
              {new Date(time).toISOString().slice(0, 19).replace('T', ' ')} {text}
              {'\n'}
            </span>
          ))}
        </pre>
      </section>
    </>
  );
}
