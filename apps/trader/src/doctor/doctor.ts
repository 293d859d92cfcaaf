import { FathomError } from '@fathom/contracts';
import { krakenEndpoints, type KrakenPair, type KrakenRest, systemTime, wsTransport } from '@fathom/exchange';
import type { Io } from '../io.js';
import { isOutOfReach, type OpenKraken, openKraken, REACH_IT } from '../kraken.js';
import { type Finding, findingLine, ok, warn } from './finding.js';
import { permissionFindings } from './permissions.js';
import { tierFinding } from './tier.js';

export interface DoctorFlags {
  readonly currency: string;
  readonly keyFile?: string;
}

/** Beyond this deadlines of orders would be wrong without the correction that is made. */
const CLOCK_WARN_MS = 2000;

/** `trader doctor`: one line for each thing trading needs, and how to mend what is missing. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<void> {
  const kraken = openKraken(io, { withKeys: true, keyFile: flags.keyFile });
  let faults = 0;
  const show = (findings: readonly Finding[]) => {
    for (const finding of findings) io.out.write(`${findingLine(finding)}\n`);
    faults += findings.filter(({ state }) => state === 'fail').length;
  };
  try {
    show(await reachFindings(kraken));
    const pair = await kraken.rest.pairs.find(flags.currency);
    show([pairFinding(pair)]);
    show(await accountFindings(kraken, pair, io));
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FathomError('kraken', `Kraken cannot be reached (${reason}): ${REACH_IT}`);
  }
  if (faults > 0) {
    throw new FathomError('kraken', `${faults} ${faults === 1 ? 'thing is' : 'things are'} in the way of live trading`);
  }
}

async function reachFindings({ rest, restUrl }: OpenKraken): Promise<Finding[]> {
  const { offsetMs, uncertaintyMs, roundTripMs } = await rest.measureClock();
  const reached = ok(`${restUrl} answers in ${Math.round(roundTripMs)} ms`);
  const size = `${(Math.abs(offsetMs) / 1000).toFixed(1)} s`;
  const clock =
    Math.abs(offsetMs) <= Math.max(CLOCK_WARN_MS, uncertaintyMs)
      ? ok(`clock right within ${(Math.max(uncertaintyMs, Math.abs(offsetMs)) / 1000).toFixed(1)} s`)
      : warn(
          `clock ${size} ${offsetMs > 0 ? 'behind' : 'ahead of'} Kraken's`,
          'set it by a time server (NTP); until then deadlines are corrected',
        );
  const status = await rest.market.systemStatus();
  const state =
    status === 'online' ? ok('Kraken is online') : warn(`Kraken is in ${status}`, 'wait; status.kraken.com tells more');
  return [reached, clock, state];
}

function pairFinding(pair: KrakenPair): Finding {
  const { name, id, status, minQuantity, minCost, tickSize, base, quote, leverageBuy, leverageSell } = pair;
  const leverage =
    leverageBuy.length === 0 && leverageSell.length === 0
      ? 'no margin'
      : `margin up to ${Math.max(1, ...leverageBuy)}× long, ${Math.max(1, ...leverageSell)}× short`;
  const rules = `at least ${minQuantity.toString()} ${base} and ${minCost.toString()} ${quote}, tick ${tickSize.toString()}, ${leverage}`;
  return status === 'online'
    ? ok(`${name} (${id}): ${rules}`)
    : warn(`${name} (${id}) is ${status}`, 'wait, or trade another pair');
}

async function accountFindings({ rest, keys }: OpenKraken, pair: KrakenPair, io: Io): Promise<Finding[]> {
  if (keys === undefined) {
    return [
      warn(
        'no API keys: fine for backtests and paper trading, not for live trading',
        'set KRAKEN_API_KEY and KRAKEN_API_SECRET, or write kraken.key (line 1 key, line 2 secret, chmod 600)',
      ),
    ];
  }
  const permissions = await permissionFindings(rest, pair, io.now());
  const findings = [ok(`API keys of ${keys.origin}`), ...permissions];
  if (permissions[0]?.state !== 'ok') return findings;
  const sockets = io.network === undefined ? wsTransport() : io.network.sockets;
  const time = io.network?.time ?? systemTime;
  const url = krakenEndpoints(io.env).wsAuth;
  const tier = sockets && [await tierFinding({ rest, sockets, url, time, random: { next: io.random } })];
  return [...findings, ...(tier ?? []), await feeFinding(rest, pair), await balanceFinding(rest)];
}

async function feeFinding(rest: KrakenRest, pair: KrakenPair): Promise<Finding> {
  const { takerPercent, makerPercent, from } = await rest.fees(pair);
  const fees = `fees of ${pair.name}: taker ${takerPercent.toString()} %, maker ${makerPercent.toString()} %`;
  const whose = {
    account: "this account's tier",
    pair: 'the entry tier: Kraken did not say this account’s',
    schedule: 'a recorded schedule: Kraken said nothing',
  };
  return ok(`${fees} (${whose[from]})`);
}

async function balanceFinding(rest: KrakenRest): Promise<Finding> {
  const balances = (await rest.account.extendedBalances()).filter(({ total }) => !total.isZero());
  if (balances.length === 0) return warn('the account is empty', 'deposit something before trading live');
  const shown = balances.map(
    ({ asset, total, held }) =>
      `${total.toString()} ${asset}${held.isZero() ? '' : ` (${held.toString()} held by orders)`}`,
  );
  return ok(`balances: ${shown.join(', ')}`);
}
