import { Controls } from './controls.tsx';
import { EventsTab } from './events-tab.tsx';
import { LimitsTab } from './limits-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { OrdersTab } from './orders-tab.tsx';
import { Overview } from './overview.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { alertsOf } from './state-text.js';
import { TradesTab } from './trades-tab.tsx';
import type { BotView } from './use-bots.js';
import { hrefOf, type Tab, TABS } from './use-place.js';
import type { SessionView } from './use-session.js';

interface BotPageProps {
  readonly bot: BotView;
  readonly tab: Tab;
  readonly session: SessionView;
}

/** Everything of one bot. */
export function BotPage({ bot, tab, session }: BotPageProps) {
  const { about, status } = bot;
  return (
    <>
      <div class="title">
        <ModeBadge mode={about.mode} />
        <h1>
          {about.id}:{about.name}
        </h1>
        <p class="muted">
          {about.pair}, {about.interval} minute candles, {about.strategy}
        </p>
      </div>
      {alertsOf(status).map((alert) => (
        <p key={alert} class="alert" role="alert">
          {alert}
        </p>
      ))}
      {session.role === 'control' && <Controls bot={bot} session={session} />}
      <nav aria-label="Of this bot" class="tabs">
        {TABS.map((name) => (
          <a key={name} href={hrefOf(about.id, name)} aria-current={name === tab ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <TabBody bot={bot} tab={tab} session={session} />
    </>
  );
}

function TabBody({ bot, tab, session }: BotPageProps) {
  switch (tab) {
    case 'overview':
      return <Overview bot={bot} session={session} />;
    case 'trades':
      return <TradesTab bot={bot} />;
    case 'orders':
      return <OrdersTab bot={bot} session={session} />;
    case 'events':
      return <EventsTab bot={bot} />;
    case 'log':
      return <LogTab bot={bot} />;
    case 'limits':
      return <LimitsTab bot={bot} />;
    case 'settings':
      return <SettingsTab bot={bot} />;
    default:
      return tab satisfies never;
  }
}
