import { type AccountRecords, type Booking, Decimal, type RecordedOrder } from '@fathom/contracts';
import { bitcoin } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountCheck, type AccountMemory } from './account-check.js';
import type { Finding } from './finding.js';
import type { KnownOrder } from './known-order.js';

const MINUTE = 60_000;
const decimal = (value: string) => Decimal.parse(value);

interface Known {
  id: string;
  exchangeId?: string;
  filled?: string;
  fills?: string[];
  isFinal?: boolean;
}

const known = ({ id, exchangeId = `O-${id}`, filled = '0', fills = [], isFinal = false }: Known): KnownOrder => ({
  clientOrderId: id,
  type: 'market',
  side: 'buy',
  quantity: Decimal.ONE,
  time: 0,
  exchangeOrderId: exchangeId,
  isFinal,
  filledQuantity: decimal(filled),
  hasFill: ({ id: fill }) => fill !== undefined && fills.includes(fill),
});

const recorded = (id: string | undefined, more: Partial<RecordedOrder> = {}): RecordedOrder => ({
  exchangeOrderId: `O-${id ?? 'X'}`,
  ...(id !== undefined && { clientOrderId: id }),
  isOpen: false,
  filledQuantity: Decimal.ZERO,
  fillIds: [],
  isLiquidation: false,
  pair: 'BTC/USD',
  description: 'buy 1 XBTUSD @ market',
  ...more,
});

const liquidation = (pair: string, side: 'buy' | 'sell') =>
  recorded(undefined, { exchangeOrderId: `O-${side}-${pair}`, isLiquidation: true, pair, side });

const booking = (id: string, asset: string, change: string, more: Partial<Booking> = {}): Booking => ({
  id,
  reference: `R-${id}`,
  time: 10 * MINUTE,
  kind: 'deposit',
  asset,
  change: decimal(change),
  fee: Decimal.ZERO,
  ...more,
});

/** A bot's ledger with its account, and rounds of comparison five minutes apart. */
class Case {
  orders: KnownOrder[] = [];
  cash = decimal('1000');
  holding = Decimal.ZERO;
  /** On margin. */
  position = Decimal.ZERO;
  /** What the account has beyond the bot's. */
  extra = { USD: decimal('500'), BTC: decimal('2') };
  now = 10 * MINUTE;
  check: AccountCheck;

  constructor(memory?: AccountMemory) {
    this.check = this.made(memory);
  }

  made(memory?: AccountMemory): AccountCheck {
    return new AccountCheck({ botId: '320', instrument: bitcoin, memory, ledger: this });
  }

  find(id: string): KnownOrder | undefined {
    return this.orders.find(({ clientOrderId }) => clientOrderId === id);
  }

  activeOrders(): KnownOrder[] {
    return this.orders.filter(({ isFinal }) => !isFinal);
  }

  fillIds(): ReadonlySet<string> {
    return new Set(['T1', 'T2', 'T9', 'T10'].filter((id) => this.orders.some((order) => order.hasFill({ id }))));
  }

  /** A round. `account` overrides what follows from the ledger and the extra. */
  round(records: Partial<AccountRecords> = {}): string[] {
    this.now += 5 * MINUTE;
    const balances = new Map([
      ['USD', this.cash.plus(this.extra.USD)],
      ['BTC', this.holding.plus(this.extra.BTC)],
    ]);
    return this.check
      .compare({ asOf: this.now, until: this.now + 500, orders: [], bookings: [], balances, ...records })
      .map(line);
  }

  move(asset: 'USD' | 'BTC', by: string): void {
    this.extra = { ...this.extra, [asset]: this.extra[asset].plus(decimal(by)) };
  }
}

function line(finding: Finding): string {
  switch (finding.type) {
    case 'order-behind':
      return `behind ${finding.order.clientOrderId}: ${finding.reason}`;
    case 'executed-twice':
      return `twice ${finding.order.clientOrderId} as ${finding.recorded.exchangeOrderId}`;
    case 'not-intended':
    case 'foreign-order':
    case 'liquidated':
      return `${finding.type} ${finding.recorded.exchangeOrderId}`;
    case 'charged':
      return `charged ${finding.booking.fee.toString()}`;
    case 'foreign-booking':
      return `${finding.kind} ${finding.change.toString()} ${finding.asset}`;
    case 'fee-in-base':
      return `fee of ${finding.fee.toString()} ${finding.asset}`;
    case 'balance-differs':
      return `${finding.asset} differs by ${finding.difference.toString()}, ${finding.total.toString()} in all${finding.isDust ? ', dust' : ''}`;
    default:
      return finding satisfies never;
  }
}

const traded = (time: number) => [booking('1', 'USD', '-100', { kind: 'trade', reference: 'T9', time })];

describe('AccountCheck, while lists of orders are behind the books', () => {
  it('knows an execution of the ledger’s as its own, in whatever list its order is missing', () => {
    const bot = new Case();
    bot.round();
    bot.orders = [known({ id: '320-1-e', filled: '1', fills: ['T9'], isFinal: true })];
    bot.cash = bot.cash.minus(decimal('100'));
    const executed = traded(bot.now + 4 * MINUTE);
    expect([bot.round({ bookings: executed }), bot.round({ bookings: executed }), bot.round()]).toEqual([[], [], []]);
  });

  it('waits with one that nobody knows, and with balances, until its order must be listed', () => {
    const bot = new Case();
    bot.round();
    const executed = traded(bot.now + 4 * MINUTE);
    bot.move('USD', '-100');
    expect(bot.round({ bookings: executed })).toEqual([]);
    // It was the bot's own, told late.
    bot.orders = [known({ id: '320-1-e', filled: '1', fills: ['T9'], isFinal: true })];
    bot.cash = bot.cash.minus(decimal('100'));
    bot.move('USD', '100');
    const order = recorded('320-1-e', { filledQuantity: Decimal.ONE, fillIds: ['T9'] });
    expect([bot.round({ bookings: executed, orders: [order] }), bot.round()]).toEqual([[], []]);
  });

  it('tells of one that is in no list by then', () => {
    const bot = new Case();
    bot.round();
    const executed = traded(bot.now + 4 * MINUTE);
    bot.move('USD', '-100');
    expect([bot.round({ bookings: executed }), bot.round({ bookings: executed }), bot.round()]).toEqual([
      [],
      ['trade -100 USD'],
      [],
    ]);
  });
});

/** Of an execution that came when the orders had been told already. */
const overtaken = (bot: Case) =>
  booking('1', 'USD', '-100', { kind: 'trade', reference: 'T9', time: bot.now + 5 * MINUTE + 100 });

describe('AccountCheck, while orders are being executed', () => {
  const sent = known({ id: '320-a', fills: ['T9'], filled: '1', isFinal: true });
  const executed = recorded('320-a', { fillIds: ['T9'], filledQuantity: Decimal.ONE });
  it('leaves what overtook a question for the next round, and takes it for what it is then', () => {
    const bot = new Case();
    bot.round();
    bot.orders = [sent];
    const bookings = [overtaken(bot)];
    // The account has paid, and the ledger has not heard of it.
    const balances = new Map([
      ['USD', bot.cash.plus(bot.extra.USD).minus(decimal('100'))],
      ['BTC', bot.extra.BTC],
    ]);
    expect(bot.round({ bookings, balances })).toEqual([]);
    bot.cash = bot.cash.minus(decimal('100'));
    expect([bot.round({ bookings, orders: [executed] }), bot.round({ orders: [executed] })]).toEqual([[], []]);
  });

  it('finds what was executed twice again, after a restart too, until its executions are booked', () => {
    const bot = new Case();
    bot.round();
    bot.orders = [known({ id: '320-a', filled: '1', fills: ['T1'], isFinal: true })];
    const original = recorded('320-a', { filledQuantity: Decimal.ONE, fillIds: ['T1'] });
    const copy = recorded('320-a', { exchangeOrderId: 'O-copy', filledQuantity: Decimal.ONE, fillIds: ['T2'] });
    const twice = ['twice 320-a as O-copy'];
    expect(bot.round({ orders: [original, copy] })).toEqual(twice);
    bot.check = bot.made(bot.check.memory);
    expect(bot.round({ orders: [original, copy] })).toEqual(twice);
    bot.orders = [known({ id: '320-a', filled: '2', fills: ['T1', 'T2'], isFinal: true })];
    expect(bot.round({ orders: [original, copy] })).toEqual([]);
  });

  it('asks, as long as nothing is known, for all since the bot trades, and finds what was executed twice by then', () => {
    const bot = new Case();
    bot.check = new AccountCheck({ botId: '320', instrument: bitcoin, ledger: bot, tradesSince: 7 });
    expect(bot.check.since).toBe(7);
    bot.orders = [sent];
    const copy = { ...executed, exchangeOrderId: 'O-copy', fillIds: ['T10'] };
    expect(bot.round({ orders: [executed, copy] })).toEqual(['twice 320-a as O-copy']);
  });

  it('never tells what was booked before the bot traded', () => {
    const bot = new Case();
    bot.check = new AccountCheck({ botId: '320', instrument: bitcoin, ledger: bot, tradesSince: 12 * MINUTE });
    expect(bot.round()).toEqual([]);
    expect(bot.round({ bookings: [booking('1', 'USD', '500', { time: 12 * MINUTE })] })).toEqual([]);
  });

  it('counts anew when an execution came between the answers it began to count from', () => {
    const bot = new Case();
    bot.orders = [known({ id: '320-a', exchangeId: '' })];
    // The account has paid when the balances are asked; bookings were asked before, and the ledger hears of it afterwards.
    bot.round({
      balances: new Map([
        ['USD', bot.cash.plus(bot.extra.USD).minus(decimal('100'))],
        ['BTC', bot.extra.BTC.plus(decimal('1'))],
      ]),
    });
    bot.cash = bot.cash.minus(decimal('100'));
    bot.holding = decimal('1');
    bot.orders = [sent];
    const bookings = [
      booking('1', 'USD', '-100', { kind: 'trade', reference: 'T9', time: bot.now + 200 }),
      booking('2', 'BTC', '1', { kind: 'trade', reference: 'T9', time: bot.now + 200 }),
    ];
    bot.check = bot.made(bot.check.memory);
    expect(bot.check.since).toBeLessThan(bot.now);
    for (let n = 0; n < 4; n += 1) expect(bot.round({ bookings, orders: [executed] })).toEqual([]);
    bot.move('USD', '-7');
    expect([...bot.round(), ...bot.round()]).toEqual(['USD differs by -7, -7 in all']);
  });

  it('does not count anew for executions before and after', () => {
    const bot = new Case();
    bot.orders = [sent];
    const at = (time: number) => [booking('1', 'USD', '-100', { kind: 'trade', reference: 'T9', time })];
    const before = bot.now + 4 * MINUTE;
    bot.round({ orders: [executed], bookings: at(before) });
    const later = [...at(before), booking('2', 'USD', '0', { kind: 'trade', reference: 'T9', time: bot.now + MINUTE })];
    bot.move('USD', '-7');
    const told = [
      bot.round({ orders: [executed], bookings: later }),
      bot.round({ orders: [executed], bookings: later }),
    ];
    expect(told).toEqual([[], ['USD differs by -7, -7 in all']]);
  });

  it('does not begin to count while something is on its way', () => {
    const bot = new Case();
    bot.orders = [sent];
    bot.round({ bookings: [overtaken(bot)] });
    expect(bot.check.memory).toBeUndefined();
    bot.orders = [known({ id: '320-a' })];
    bot.round({ orders: [executed] });
    expect(bot.check.memory).toBeUndefined();
  });
});

describe('AccountCheck, orders', () => {
  it('finds nothing where both sides say the same', () => {
    const bot = new Case();
    bot.orders = [known({ id: '320-a', fills: ['T1'], filled: '1', isFinal: true }), known({ id: '320-b' })];
    const orders = [
      recorded('320-a', { fillIds: ['T1'], filledQuantity: Decimal.ONE }),
      recorded('320-b', { isOpen: true }),
    ];
    expect(bot.round({ orders })).toEqual([]);
  });

  it.each<[string, Known, Partial<RecordedOrder>, string]>([
    [
      'a missed fill',
      { id: '320-a', fills: ['T1'] },
      { isOpen: true, fillIds: ['T1', 'T2'] },
      'its executions T2 are not',
    ],
    ['canceled and filled', { id: '320-a', isFinal: true }, { fillIds: ['T1'] }, 'its executions T1 are not'],
    ['more filled than known', { id: '320-a' }, { isOpen: true, filledQuantity: Decimal.ONE }, '1 of it is filled'],
    ['an end nobody told of', { id: '320-a' }, {}, 'it has ended'],
    ['open though the ledger has closed it', { id: '320-a', isFinal: true }, { isOpen: true }, 'it is open'],
    [
      'there though it was refused',
      { id: '320-a', exchangeId: '', isFinal: true },
      { fillIds: ['T1'] },
      'its executions',
    ],
  ])('has an order looked up: %s', (_, order, more, reason) => {
    const bot = new Case();
    bot.orders = [known(order)];
    const [found] = bot.round({ orders: [recorded('320-a', more)] });
    expect(found).toContain(`behind 320-a: ${reason}`);
    // As long as it is so.
    expect(bot.round({ orders: [recorded('320-a', more)] })).toHaveLength(1);
  });

  it('has an order looked up that rests by the ledger and is nowhere on record', () => {
    const bot = new Case();
    bot.orders = [known({ id: '320-a' }), known({ id: '320-b', exchangeId: '' })];
    expect(bot.round()).toEqual([expect.stringContaining('behind 320-a')]);
  });

  it('sounds the alarm once for a second execution, and for an order nobody intended', () => {
    const bot = new Case();
    bot.orders = [known({ id: '320-a', isFinal: true })];
    const orders = [recorded('320-a', { exchangeOrderId: 'O-copy' }), recorded('320-z', { isOpen: true })];
    expect(bot.round({ orders })).toEqual(['twice 320-a as O-copy', 'not-intended O-320-z']);
    expect(bot.round({ orders })).toEqual([]);
  });

  it('leaves the orders of other bots and programs alone, and tells of all others once', () => {
    const bot = new Case();
    const orders = [
      recorded('197-q', { isOpen: true }),
      recorded(undefined, { exchangeOrderId: 'O-marked', userReference: 7 }),
      recorded(undefined, { exchangeOrderId: 'O-hand', isOpen: true }),
      recorded('by-hand', { exchangeOrderId: 'O-hand-2' }),
    ];
    expect(bot.round({ orders })).toEqual(['foreign-order O-hand', 'foreign-order O-hand-2']);
    for (let n = 0; n < 10; n += 1) expect(bot.round({ orders })).toEqual([]);
  });

  it('knows a liquidation, whose order nobody sent, by what it closes', () => {
    const orders = [
      liquidation('BTC/USD', 'buy'),
      liquidation('BTC/USD', 'sell'),
      liquidation('ETH/USD', 'buy'),
      liquidation('ETH/USD', 'sell'),
    ];
    const bot = new Case();
    expect(bot.round({ orders })).toEqual([]);
    bot.position = decimal('-0.1');
    expect(bot.round({ orders })).toEqual(['liquidated O-buy-BTC/USD']);
    bot.position = decimal('0.1');
    expect(bot.round({ orders })).toEqual(['liquidated O-sell-BTC/USD']);
  });
});

describe('AccountCheck, balances', () => {
  it('takes what the account has beyond the ledger as somebody else’s', () => {
    const bot = new Case();
    expect(bot.round()).toEqual([]);
    bot.cash = decimal('900');
    bot.holding = decimal('0.01');
    expect([...bot.round(), ...bot.round()]).toEqual([]);
  });

  it('tells a difference when it is there twice, then knows it', () => {
    const bot = new Case();
    bot.round();
    bot.move('USD', '-12.5');
    expect(bot.round()).toEqual([]);
    expect(bot.round()).toEqual(['USD differs by -12.5, -12.5 in all']);
    expect(bot.round()).toEqual([]);
    bot.move('USD', '2.5');
    expect([...bot.round(), ...bot.round()]).toEqual(['USD differs by 2.5, -10 in all']);
  });

  it('tells nothing of what was only on its way', () => {
    const bot = new Case();
    bot.round();
    // The exchange has filled, the ledger has not heard of it; then it has.
    bot.move('USD', '-500');
    bot.move('BTC', '0.01');
    expect(bot.round()).toEqual([]);
    bot.move('USD', '500');
    bot.move('BTC', '-0.01');
    bot.cash = decimal('500');
    bot.holding = decimal('0.01');
    expect([...bot.round(), ...bot.round()]).toEqual([]);
  });

  it('waits with a difference while an order is being looked up', () => {
    const bot = new Case();
    bot.round();
    bot.orders = [known({ id: '320-a' })];
    bot.move('USD', '-500');
    const behind = { orders: [recorded('320-a', { fillIds: ['T1'] })] };
    for (let n = 0; n < 3; n += 1) expect(bot.round(behind)).toEqual([expect.stringContaining('behind 320-a')]);
  });

  it('takes deposits, withdrawals, rewards and trades of others into account, and names them', () => {
    const bot = new Case();
    bot.round();
    bot.move('USD', '75');
    bot.move('BTC', '0.001');
    const bookings = [
      booking('L1', 'USD', '100', { time: bot.now }),
      booking('L2', 'USD', '-25', { time: bot.now, kind: 'withdrawal' }),
      booking('L3', 'BTC', '0.001', { time: bot.now, kind: 'staking' }),
      booking('L4', 'ETH', '1', { time: bot.now }),
    ];
    expect(bot.round({ bookings })).toEqual([
      'deposit 100 USD',
      'withdrawal -25 USD',
      'staking 0.001 BTC',
      'deposit 1 ETH',
    ]);
    for (let n = 0; n < 4; n += 1) expect(bot.round({ bookings })).toEqual([]);
  });

  it('says nothing of money that goes to earn and comes back', () => {
    const bot = new Case();
    bot.round();
    const bookings = [
      booking('L1', 'BTC', '-1', { time: bot.now, kind: 'earn' }),
      booking('L2', 'BTC', '1', { time: bot.now, kind: 'earn' }),
    ];
    expect(bot.round({ bookings })).toEqual([]);
  });

  it('names trades of orders nobody told of, and not those of orders that are told', () => {
    const bot = new Case();
    bot.round();
    const trade = { kind: 'trade', time: bot.now } as const;
    const bookings = [
      booking('L1', 'USD', '-10', { ...trade, reference: 'T-bot' }),
      booking('L2', 'USD', '-20', { ...trade, reference: 'T-ghost' }),
    ];
    bot.move('USD', '-30');
    const orders = [recorded('197-q', { fillIds: ['T-bot'] })];
    expect(bot.round({ bookings, orders })).toEqual(['trade -20 USD']);
  });

  it('tells a fee that was taken in base units, and the difference it makes', () => {
    const bot = new Case();
    bot.round();
    bot.orders = [known({ id: '320-a', fills: ['T1'], filled: '1', isFinal: true })];
    const orders = [recorded('320-a', { fillIds: ['T1'], filledQuantity: Decimal.ONE })];
    bot.move('BTC', '-0.0026');
    const paid = { reference: 'T1', kind: 'trade', time: bot.now + MINUTE, fee: decimal('0.0026') };
    const bookings = [booking('L1', 'BTC', '0.9974', paid)];
    expect(bot.round({ orders, bookings })).toEqual(['fee of 0.0026 BTC']);
    expect(bot.round({ orders, bookings })).toEqual(['BTC differs by -0.0026, -0.0026 in all']);
  });

  it('hands on what is charged for a position of its own', () => {
    const bot = new Case();
    bot.round();
    bot.move('USD', '-0.02');
    const rollover = { kind: 'rollover', time: bot.now + MINUTE, fee: decimal('0.02') };
    const bookings = [
      booking('L1', 'USD', '-0.02', { ...rollover, clientOrderId: '320-a' }),
      booking('L2', 'USD', '-0.03', { ...rollover, clientOrderId: '197-a' }),
    ];
    expect(bot.round({ bookings })).toEqual(['charged 0.02', 'rollover -0.03 USD']);
    // The ledger has it now; the other bot's is somebody else's.
    bot.cash = bot.cash.minus(decimal('0.02'));
    bot.move('USD', '0.02');
    bot.move('USD', '-0.03');
    expect([...bot.round({ bookings }), ...bot.round({ bookings })]).toEqual([]);
  });

  it('passes over the rounding of the books, and calls dust by its name', () => {
    const bot = new Case();
    bot.round();
    bot.move('USD', '-0.0001');
    expect([...bot.round(), ...bot.round()]).toEqual([]);
    bot.move('BTC', '-0.000049');
    expect([...bot.round(), ...bot.round()]).toEqual(['BTC differs by -0.000049, -0.000049 in all, dust']);
  });

  it('notices in the next run what happened between two', () => {
    const bot = new Case();
    bot.round();
    const bookings = [booking('L1', 'USD', '100', { time: bot.now })];
    bot.move('USD', '100');
    bot.round({ bookings });
    const kept: unknown = JSON.parse(JSON.stringify(bot.check.memory));
    expect(kept).toMatchObject({ since: bot.now });
    bot.check = bot.made(bot.check.memory);
    bot.move('USD', '-7');
    expect([...bot.round({ bookings }), ...bot.round({ bookings })]).toEqual(['USD differs by -7, -7 in all']);
  });

  it('tells any history of deposits and losses to the last digit, whenever they are listed', () => {
    const amount = fc.integer({ min: -1000, max: 1000 }).filter((each) => Math.abs(each) > 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, fc.boolean(), fc.boolean()), { maxLength: 12 }), (history) => {
        const bot = new Case();
        bot.round();
        const told: string[] = [];
        const bookings: Booking[] = [];
        let lost = 0;
        for (const [n, [units, isBooked, isLate]] of history.entries()) {
          bot.move('USD', String(units));
          if (!isBooked) lost += units;
          const late = [...bookings];
          if (isBooked) bookings.push(booking(`L${n}`, 'USD', String(units), { time: bot.now }));
          told.push(
            ...bot.round({ bookings: isLate ? late : [...bookings] }),
            ...bot.round({ bookings: [...bookings] }),
          );
          told.push(...bot.round({ bookings: [...bookings] }));
        }
        const differences = told.filter((each) => each.includes('differs'));
        const total = differences.at(-1)?.match(/, (\S+) in all/)?.[1] ?? '0';
        expect(total).toBe(String(lost));
      }),
      { numRuns: 200 },
    );
  });
});
