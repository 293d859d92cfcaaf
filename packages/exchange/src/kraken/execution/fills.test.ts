import { Decimal, type OrderSide } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { fillOfReport } from './fills.js';

const decimal = (text: string) => Decimal.parse(text);
const feeOf = (...about: Parameters<typeof reported>) => reported(...about)?.fee.toString();

const reported = (asset: string, quantity: string, feeUsd?: string, pair = 'BTC/USD', side: OrderSide = 'buy') =>
  fillOfReport(
    {
      id: 'T1',
      price: decimal('100'),
      quantity: decimal('0.5'),
      cost: decimal('50'),
      fees: [{ asset, quantity: decimal(quantity) }],
      liquidity: 'maker',
      ...(feeUsd !== undefined && { feeUsd: decimal(feeUsd) }),
    },
    1,
    { pair, side, quantityDecimals: 8 },
  );

describe('fillOfReport', () => {
  it('has fees in quote units: those in the base at the fill’s price', () => {
    expect(feeOf('USD', '0.4')).toBe('0.4');
    expect(feeOf('BTC', '0.001')).toBe('0.1');
  });

  it('says what of a purchase has not arrived, as a whole number of what can be sold; of a sale all has', () => {
    expect(reported('BTC', '0.0012345678')?.feeInBase?.toString()).toBe('0.00123457');
    expect(reported('USD', '0.4')).not.toHaveProperty('feeInBase');
    expect(reported('BTC', '0.001', undefined, 'BTC/USD', 'sell')).not.toHaveProperty('feeInBase');
  });

  it('takes fees in another currency from the dollars Kraken names, else leaves them to be asked for', () => {
    expect(feeOf('KFEE', '40', '0.4')).toBe('0.4');
    expect(feeOf('KFEE', '40', '0.4', 'BTC/EUR')).toBeUndefined();
    expect(feeOf('KFEE', '40')).toBeUndefined();
  });
});
