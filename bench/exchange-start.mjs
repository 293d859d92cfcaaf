// One measurement: what the first signed call to Kraken costs a new process, ccxt's loading included, without a network.
// `--bare` starts Node and nothing else. Prints milliseconds since the script began.
const begun = process.hrtime.bigint();
if (!process.argv.includes('--bare')) {
  const { KrakenRest, MemoryNonce, Secret, systemTime } = await import('../packages/exchange/dist/index.js');
  const rest = new KrakenRest({
    keys: { key: new Secret('key'), secret: new Secret('c2VjcmV0'), origin: 'bench' },
    nonces: new MemoryNonce(systemTime),
    transport: async () => ({ status: 200, headers: {}, text: '{"error":[],"result":{"ZUSD":"1"}}' }),
  });
  await rest.account.balances();
}
console.log(Number(process.hrtime.bigint() - begun) / 1e6);
