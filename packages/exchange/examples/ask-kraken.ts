import { Decimal } from '@fathom/contracts';
import { type HttpTransport, KrakenRest, MemoryNonce, Secret, systemTime } from '@fathom/exchange';

/** A network that knows three answers, the last one useless: the order may or may not be there. */
const answers: Record<string, string> = {
  AssetPairs:
    '{"error":[],"result":{"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","base":"XXBT","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"ordermin":"0.00005","costmin":"0.5","tick_size":"0.1"}}}',
  Balance: '{"error":[],"result":{"ZUSD":"1000.0000","XXBT":"0.5000000000"}}',
  AddOrder: '<html>502 Bad Gateway</html>',
};
const transport: HttpTransport = async ({ url }) => ({
  status: 200,
  headers: {},
  text: answers[url.split('/').at(-1) ?? ''] ?? '',
});

const kraken = new KrakenRest({
  keys: { key: new Secret('key'), secret: new Secret('c2VjcmV0'), origin: 'example' },
  nonces: new MemoryNonce(systemTime),
  transport,
});
const pair = await kraken.pairs.find('btc/usd');
console.log(`${pair.name} is ${pair.id}, at least ${pair.minQuantity.toString()} ${pair.base}`);
for (const { asset, total } of await kraken.account.balances()) console.log(`${total.toString()} ${asset}`);

const order = {
  clientOrderId: 'example-1',
  type: 'market',
  side: 'buy',
  quantity: Decimal.parse('0.01'),
  time: 0,
} as const;
console.log(await kraken.orders.add(order, { pair }));
console.log(await kraken.orders.add({ ...order, quantity: Decimal.parse('0.00001') }, { pair }));
