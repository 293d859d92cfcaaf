import { KrakenRest, systemTime } from '@fathom/exchange';
import { type ManualTime, settled } from '@fathom/testkit';

/** What a process does between two instants takes several turns of its event loop, answers above all. */
const TURNS = 8;
/** As Node names what waits for a disk. */
const ON_DISK = ['FSReqPromise', 'FSReqCallback'];

/** Lets so much time pass; what is read from disk takes none of it. */
export async function letPass(time: ManualTime, ms: number): Promise<void> {
  while (process.getActiveResourcesInfo().some((resource) => ON_DISK.includes(resource))) await settled();
  await time.advance(ms);
  for (let turn = 0; turn < TURNS; turn += 1) await settled();
}

/** Moves time on by hand, so much at once, for as long as something runs. */
export async function whileTimePasses<T>(time: ManualTime, running: Promise<T>, ms: number): Promise<T> {
  const state = { isDone: false };
  void running.catch(() => undefined).finally(() => (state.isDone = true));
  while (!state.isDone) await letPass(time, ms);
  return running;
}

/**
 * Loads what a bot loads when it is needed, once: it takes real time, in which a clock moved by hand would run ahead of the
 * bot.
 */
export async function warmUp(): Promise<void> {
  await Promise.all([
    loadClient(),
    import('better-sqlite3'),
    import('jiti'),
    import('winston'),
    import('../src/trade/command.js'),
    import('../src/ledger/command.js'),
    import('../src/ledger/verify/command.js'),
    import('../src/run/status-command.js'),
    import('../src/run/stop-command.js'),
  ]);
}

/** What builds Kraken's requests is loaded with the first of them. */
async function loadClient(): Promise<void> {
  const refused = new Error('nobody is asked');
  const rest = new KrakenRest({ transport: () => Promise.reject(refused), time: systemTime });
  await rest.measureClock().catch(() => undefined);
}
