import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { openStatsd, withTags } from '@fathom/notifications';

// Stands in for the agent of StatsD or Datadog.
const agent = createSocket('udp4').bind(0, '127.0.0.1');
await once(agent, 'listening');

const statsd = await openStatsd({
  host: '127.0.0.1',
  port: agent.address().port,
  tags: { bot_name: 'Localbot', bot_id: 197 },
  time: {
    now: () => Date.now(),
    after: (delayMs, task) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  },
  onTrouble: (line) => console.error(line),
});
withTags(statsd, { pair: 'XXBTZUSD' }).histogram('candlestick.price.close', 7915.5);

const [datagram] = await once(agent, 'message');
console.log(String(datagram).trim());
statsd.close();
agent.close();
