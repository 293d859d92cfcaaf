import type { Random, Scheduler } from '@fathom/contracts';
import type { InMemorySockets, LocalKraken } from '@fathom/kraken-simulator';
import type { Tricks } from './mischief.js';
import type { Mortal } from './mortal.js';

/** What calamities happen to. */
export interface Stage {
  readonly kraken: LocalKraken;
  readonly sockets: InMemorySockets;
  readonly tricks: Tricks;
  /** Nothing more can be written. */
  isDiskFull: boolean;
  /** Everything that rests is canceled: by hand, or by the dead man's switch. */
  readonly cancelEverything: () => void;
  /** How far the machine's clock is ahead of the true time, milliseconds. A process sees it at its birth. */
  clockErrorMs: number;
  /** The process that lives now. */
  readonly process: () => Mortal | undefined;
}

interface Calamity {
  readonly name: string;
  begin(stage: Stage, random: Random): void;
  end?(stage: Stage): void;
}

const online = ({ kraken }: Stage): void => {
  kraken.status = 'online';
};

/** What comes over everything at once, for a while; single calls and frames have troubles of their own. */
const CALAMITIES: readonly Calamity[] = [
  ...(['maintenance', 'cancel_only', 'post_only', 'limit_only'] as const).map((status) => ({
    name: status,
    begin: ({ kraken }: Stage) => {
      kraken.status = status;
    },
    end: online,
  })),
  { name: 'rate limits used up', begin: ({ kraken }) => kraken.exhaustCounters() },
  { name: 'tokens expire', begin: ({ kraken }) => kraken.expireTokens() },
  { name: 'sockets hang up', begin: ({ sockets }) => sockets.hangUp() },
  {
    name: 'silence, with heartbeats',
    begin: ({ kraken }) => kraken.socketFaults.add({ match: { frames: ['data'] }, fault: 'lose' }),
  },
  { name: 'silence', begin: ({ kraken }) => kraken.socketFaults.add({ fault: 'lose' }) },
  { name: 'no REST', begin: ({ kraken }) => kraken.faults.add({ fault: { kind: 'lost', when: 'before' } }) },
  {
    name: 'no network',
    begin: ({ kraken, sockets }) => {
      sockets.hangUp();
      kraken.faults.add({ fault: { kind: 'lost', when: 'before' } });
      kraken.socketFaults.add({ fault: 'reset' });
    },
  },
  {
    name: 'the clock is set',
    begin: (stage, random) => {
      // From a second to ten minutes, either way, and it stays so. Only a new process can see it.
      const size = 1000 * 600 ** random.next();
      stage.clockErrorMs = random.next() < 0.5 ? size : -size;
      stage.process()?.kill();
    },
  },
  {
    name: "Kraken's clock is set",
    begin: ({ kraken }, random) => {
      // Ahead by more, candles of the future close, and until then the bot decides nothing.
      kraken.skewMs = random.next() < 0.5 ? 60_000 * random.next() : -7_200_000 * random.next();
    },
    end: ({ kraken }) => {
      kraken.skewMs = 0;
    },
  },
  {
    name: 'lists lag',
    begin: ({ tricks }, random) => {
      tricks.listsLagMs = 60_000 * random.next();
    },
    end: ({ tricks }) => {
      tricks.listsLagMs = 0;
    },
  },
  {
    name: 'the disk is full',
    begin: (stage) => {
      stage.isDiskFull = true;
    },
    end: (stage) => {
      stage.isDiskFull = false;
    },
  },
  { name: 'everything that rests is canceled', begin: ({ cancelEverything }) => cancelEverything() },
  { name: 'the machine sleeps', begin: (stage) => stage.process()?.sleep(), end: (stage) => stage.process()?.wake() },
];

const PAUSE_MS = 60_000;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 90_000;
/** One in so many lasts several times as long: candles are known minutes late then. */
const LONG = { chance: 0.1, times: 4 };

export interface CalamitiesOptions {
  readonly stage: Stage;
  readonly random: Random;
  readonly scheduler: Scheduler;
  /** Takes away what a calamity armed: sets the faults of single calls and frames, and none else. */
  readonly usualFaults: () => void;
}

/** One calamity after the other, with pauses. @returns what ends them for good. */
export function calamities(options: CalamitiesOptions): () => void {
  const { stage, random, scheduler, usualFaults } = options;
  let current: Calamity | undefined;
  let stop = scheduler.after(random.next() * PAUSE_MS, begin);

  function begin(): void {
    current = CALAMITIES[Math.floor(random.next() * CALAMITIES.length)];
    current?.begin(stage, random);
    const times = random.next() < LONG.chance ? LONG.times : 1;
    stop = scheduler.after(times * (SHORTEST_MS + random.next() * (LONGEST_MS - SHORTEST_MS)), over);
  }

  function over(): void {
    current?.end?.(stage);
    current = undefined;
    usualFaults();
    stop = scheduler.after(random.next() * PAUSE_MS, begin);
  }

  return () => {
    stop();
    current?.end?.(stage);
  };
}
