import {
  Decimal,
  type ExecutionClient,
  type Instrument,
  type OrderRequest,
  plainRequest,
  type Strategy,
} from '@fathom/contracts';
import { Engine } from '@fathom/engine';
import { Ledger } from '@fathom/ledger';

const d = (text: string) => Decimal.parse(text);
const rules = { tickSize: d('0.1'), minQuantity: d('0.00005'), minCost: d('0.5') };
const digits = { priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 };
const instrument: Instrument = { name: 'BTC/USD', id: 'XXBTZUSD', base: 'BTC', quote: 'USD', ...rules, ...digits };

const strategy: Strategy = {
  name: 'dip',
  label: 'Dip',
  warmup: 0,
  config: {},
  onCandle: ({ close }, { open, pendingEntries }) =>
    close < 8000 && open.length + pendingEntries === 0
      ? [{ action: 'enter', side: 'long', reason: 'dip', price: close, stopPrice: close * 0.975 }]
      : [],
};

const sent: OrderRequest[] = [];
const execution: ExecutionClient = { submit: (order) => sent.push(order), cancel: () => {} };
const ledger = new Ledger({ startBalance: d('1000') });
const sizing = { type: 'quantity', quantity: d('0.002') } as const;
const engine = new Engine({ botId: '320', strategy, instrument, execution, ledger, sizing, costFactor: 1.0026 });

// One event in; what it leads to goes out through the port. The exchange's answers are events too.
const candle = { openTime: 0, open: 8010, high: 8020, low: 7980, close: 7990, volume: 1, trades: 5 };
engine.process({ type: 'candle-closed', time: 3_600_000, candle });
const clientOrderId = sent[0]?.clientOrderId ?? '';
const fill = { price: d('7991'), quantity: d('0.002'), cost: d('15.982'), fee: d('0.0415532') };
const taker = { liquidity: 'taker', slippage: Decimal.ZERO } as const;
const time = 3_600_500;
engine.process({ type: 'order-filled', time, clientOrderId, fill: { time, ...fill, ...taker }, isComplete: true });

for (const order of sent.map(plainRequest)) {
  const price = 'price' in order ? `at ${order.price.toString()}` : '';
  console.log(order.clientOrderId, order.type, order.side, order.quantity.toString(), price);
}
console.log(`${ledger.open.length} trade open, ${ledger.cash.toString()} USD left`);
