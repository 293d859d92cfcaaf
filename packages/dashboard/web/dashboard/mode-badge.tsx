import type { BotMode } from '../../src/live/views.js';

const WORDS: Readonly<Record<BotMode, string>> = {
  live: 'LIVE',
  validate: 'VALIDATE',
  paper: 'PAPER',
  rehearsal: 'REHEARSAL',
};

const MEANS: Readonly<Record<BotMode, string>> = {
  live: 'real money',
  validate: 'Kraken checks every order and executes none',
  paper: 'the real market, no real orders',
  rehearsal: 'a recorded market on a local Kraken',
};

/** How real it is, in words and in colour. */
export function ModeBadge({ mode }: { readonly mode: BotMode }) {
  return (
    <span class={`badge ${mode}`} title={MEANS[mode]}>
      {WORDS[mode]}
      <span class="hidden">, {MEANS[mode]}</span>
    </span>
  );
}
