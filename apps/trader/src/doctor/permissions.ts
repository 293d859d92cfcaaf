import { KrakenError, type KrakenPair, type KrakenRest } from '@fathom/exchange';
import { fail, type Finding, ok, warn } from './finding.js';

const SETTINGS = 'tick it for the key under Settings, API on kraken.com';

/** What the key may do, by asking for each thing in a way that changes nothing. */
export async function permissionFindings(rest: KrakenRest, pair: KrakenPair, now: number): Promise<Finding[]> {
  const asked: [permission: string, ask: () => Promise<unknown>][] = [
    ['Query funds', () => rest.account.balances()],
    ['Query open orders & trades', () => rest.account.openOrders()],
    ['Query closed orders & trades', () => rest.account.closedOrders({ start: now }).next()],
    ['Query ledger entries', () => rest.account.ledgers({ start: now }).next()],
    ['WebSocket interface', () => rest.account.webSocketToken()],
  ];
  const findings: Finding[] = [];
  for (const [permission, ask] of asked) {
    const { is, reason } = await permitted(ask);
    if (is === false) findings.push(fail(`the key may not: ${permission} (${reason})`, SETTINGS));
    else
      findings.push(is ? ok(`the key may: ${permission}`) : warn(`unclear whether the key may: ${permission}`, reason));
    // Without a valid key nothing else can be learned.
    if (is === false && /Invalid (key|signature)|no API keys/.test(reason)) return findings;
  }
  findings.push(await tradingFinding(rest, pair, now), await withdrawFinding(rest));
  return findings;
}

async function permitted(ask: () => Promise<unknown>): Promise<{ is: boolean | undefined; reason: string }> {
  try {
    await ask();
    return { is: true, reason: '' };
  } catch (error) {
    if (!(error instanceof KrakenError)) throw error;
    return { is: error.class.kind === 'permission' ? false : undefined, reason: error.reason };
  }
}

/** An order that Kraken only checks: the smallest one there is. */
async function tradingFinding(rest: KrakenRest, pair: KrakenPair, now: number): Promise<Finding> {
  const quantity = pair.minQuantity;
  const order = { type: 'market', side: 'buy', clientOrderId: 'doctor', quantity, time: now } as const;
  const outcome = await rest.orders.add(order, { pair, validate: true });
  const name = 'Create & modify orders';
  if (outcome.outcome === 'unknown') return warn(`unclear whether the key may: ${name}`, outcome.reason);
  if (outcome.outcome === 'rejected' && outcome.kind === 'permission') {
    return fail(`the key may not: ${name} (${outcome.reason})`, SETTINGS);
  }
  return outcome.outcome === 'rejected' && outcome.kind !== 'refusal'
    ? warn(`unclear whether the key may: ${name}`, outcome.reason)
    : ok(`the key may: ${name}`);
}

async function withdrawFinding(rest: KrakenRest): Promise<Finding> {
  const may = await rest.account.mayWithdraw();
  if (may === true) {
    return warn('the key may withdraw money', 'a bot never needs that: make a key without "Withdraw funds"');
  }
  return may === false
    ? ok('the key may not withdraw, which is right')
    : warn('unclear whether the key may withdraw', 'look at its settings on kraken.com');
}
