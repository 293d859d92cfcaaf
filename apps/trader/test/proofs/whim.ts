import type { Random, Signal, Strategy } from '@fathom/contracts';

/**
 * What a whim is up to: `wild` wants more than it may, `calm` leaves everything and enters nothing, `once` enters a
 * single trade, trying again while it is refused, and leaves it at the next candle.
 */
export interface Mood {
  current: 'wild' | 'calm' | 'once';
}

/** Wants something at random, guarded by a stop now and then. */
export class Whim implements Strategy {
  readonly name = 'whim';
  readonly label = 'Whim';
  readonly warmup = 5;
  readonly config = {};
  private readonly random: Random;
  private readonly mood: Mood;

  constructor(random: Random, mood: Mood) {
    this.random = random;
    this.mood = mood;
  }

  onCandle: Strategy['onCandle'] = ({ close }, { open, pendingEntries }) => {
    const signals: Signal[] = [];
    const { mood, random } = this;
    for (const { id, isClosing } of open) {
      if (isClosing || (mood.current === 'wild' && random.next() >= 0.4)) continue;
      signals.push({ action: 'exit', tradeId: id, reason: 'whim' });
    }
    if (mood.current === 'once' && open.length > 0) mood.current = 'calm';
    const isWild = mood.current === 'wild' && open.length + pendingEntries < 5 && random.next() < 0.7;
    if (isWild || (mood.current === 'once' && open.length + pendingEntries === 0)) {
      const stop = random.next() < 0.5 ? { stopPrice: close * 0.998 } : {};
      signals.push({ action: 'enter', side: 'long', reason: 'whim', price: close, ...stop });
    }
    return signals;
  };
}
