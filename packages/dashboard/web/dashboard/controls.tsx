import { useRef, useState } from 'preact/hooks';
import type { BotAction } from '../../src/live/sources.js';
import { tell } from './ask.js';
import type { BotView } from './use-bots.js';
import type { SessionView } from './use-session.js';

interface ControlsProps {
  readonly bot: BotView;
  readonly session: SessionView;
}

/** What may be done to the whole bot. */
export function Controls({ bot, session }: ControlsProps) {
  const { status, about } = bot;
  const isHalted = status.state === 'halted';
  const count = status.openTrades.length;
  const open = count === 1 ? 'the open trade' : `the ${count} open trades`;
  const context = { bot, session };
  return (
    <div class="tools" role="group" aria-label="Controls">
      {isHalted ? (
        <Act {...context} action={{ action: 'resume' }} label="Resume entries">
          The bot may enter trades again as its strategy and its limits allow.
        </Act>
      ) : (
        <Act {...context} action={{ action: 'pause' }} label="Pause entries">
          Nothing new is entered until somebody resumes. What is open ({open}) is looked after as before, stops
          included.
        </Act>
      )}
      <Act {...context} action={{ action: 'cancel-all' }} label="Cancel all orders">
        Every order of this bot that rests on the exchange is canceled, stops that protect {open} too. A trade that has
        lost its stop is closed at the market.
      </Act>
      <Act {...context} action={{ action: 'kill' }} label="Kill switch" isGrave>
        Entries stop at once, and what is open in {about.pair} ({open}) is closed at the market, whatever the price. It
        stays so after a restart, until somebody resumes.
      </Act>
    </div>
  );
}

interface ActProps extends ControlsProps {
  readonly action: BotAction;
  readonly label: string;
  readonly isGrave?: boolean;
  /** What will happen, in words. */
  readonly children: preact.ComponentChildren;
}

/** A button that says what it will do, and does it when that is confirmed. */
export function Act({ bot, session, action, label, isGrave = false, children }: ActProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState('');
  const act = async () => {
    try {
      const { text } = await tell<{ text: string }>(`/api/bots/${bot.about.id}/actions`, action, session.csrf);
      setAnswer(text);
    } catch (failure) {
      setAnswer(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <>
      <button
        type="button"
        class={isGrave ? 'grave' : undefined}
        onClick={() => {
          setAnswer('');
          dialog.current?.showModal();
        }}
      >
        {label}
      </button>
      <dialog ref={dialog} aria-label={label}>
        <h2>{label}</h2>
        <p>{children}</p>
        <p class="muted">
          {bot.about.mode.toUpperCase()} · {bot.about.id}:{bot.about.name}
        </p>
        {answer !== '' && <p role="status">{answer}</p>}
        <p class="tools">
          {answer === '' && (
            <button type="button" class={isGrave ? 'grave' : undefined} onClick={() => void act()}>
              {label}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {answer === '' ? 'Leave it' : 'Close'}
          </button>
        </p>
      </dialog>
    </>
  );
}
