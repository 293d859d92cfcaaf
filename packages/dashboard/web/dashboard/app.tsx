import { BotPage } from './bot-page.tsx';
import { Fleet } from './fleet.tsx';
import { LogIn } from './log-in.tsx';
import { useBots } from './use-bots.js';
import { usePlace } from './use-place.js';
import { useSession } from './use-session.js';

export function App() {
  const { session, logIn, logOut } = useSession();
  const place = usePlace();
  const mayLook = session?.role !== undefined && session.role !== null;
  const { bots, isHeard } = useBots(place.bot, mayLook);
  const bot = bots?.find(({ about }) => about.id === place.bot) ?? (bots?.length === 1 ? bots[0] : undefined);
  return (
    <>
      <header class="topbar">
        <a class="brand" href="#/">
          Fathom
        </a>
        {bots !== undefined && bots.length > 1 && bot !== undefined && <a href="#/">All bots</a>}
        <span class="spring" />
        {session?.role !== 'control' && session?.hasControl === true && mayLook && (
          <LogIn purpose="control" logIn={logIn} />
        )}
        {session?.isLoggedIn === true && (
          <button type="button" onClick={() => void logOut()}>
            Log out
          </button>
        )}
      </header>
      <main>
        {!isHeard && (
          <p class="alert" role="alert">
            The bot's process does not answer; what is shown is old. Trying again.
          </p>
        )}
        {session?.role === null && <LogIn purpose="look" logIn={logIn} />}
        {mayLook && bots === undefined && <p class="wait">Asking the bots…</p>}
        {bots !== undefined && bot === undefined && <Fleet bots={bots} />}
        {bot !== undefined && session !== undefined && (
          <BotPage key={bot.about.id} bot={bot} tab={place.tab} session={session} />
        )}
      </main>
    </>
  );
}
