import { signatureExample } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { KNOWN_CALLS } from '../../../testing/rest/known-calls.js';
import { loadCcxt } from './load-ccxt.js';
import { Secret } from './secret.js';
import { ccxtSigner } from './signer.js';

describe('ccxtSigner', () => {
  it("signs the example of Kraken's documentation", async () => {
    const { path, nonce, body, secret, signature } = signatureExample();
    const signer = await ccxtSigner({
      restUrl: 'https://api.kraken.com',
      keys: { key: new Secret('key'), secret: new Secret(secret), origin: 'test' },
      nonces: { next: () => BigInt(nonce) },
    });
    const parameters = Object.fromEntries(new URLSearchParams(body));
    delete parameters['nonce'];
    const request = signer.privateRequest(path.split('/').at(-1) ?? '', parameters);
    expect(request.url).toBe(`https://api.kraken.com${path}`);
    expect(request.body).toBe(body);
    expect(request.headers).toMatchObject({ 'API-Key': 'key', 'API-Sign': signature });
  });

  it('writes public calls as queries, to the address it was given', async () => {
    const signer = await ccxtSigner({ restUrl: 'http://127.0.0.1:5', nonces: { next: () => 1n } });
    expect(signer.publicRequest('Ticker', { pair: 'XXBTZUSD,XDGUSD' })).toMatchObject({
      method: 'GET',
      url: 'http://127.0.0.1:5/0/public/Ticker?pair=XXBTZUSD%2CXDGUSD',
      body: '',
    });
  });

  it('makes only calls that ccxt has in its table', async () => {
    const Kraken = await loadCcxt();
    const { api } = new Kraken({});
    for (const call of KNOWN_CALLS.public) expect(Object.keys(api['public']?.['get'] ?? {})).toContain(call);
    for (const call of KNOWN_CALLS.private) expect(Object.keys(api['private']?.['post'] ?? {})).toContain(call);
  });
});
