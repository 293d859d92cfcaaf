import { BotPage } from './bot-page.tsx';
import { CapturePage } from './capture-page.tsx';
import { Fleet } from './fleet.tsx';
import { LogIn } from './log-in.tsx';
import { useBots } from './use-bots.js';
import { usePlace } from './use-place.js';
import { useSession } from './use-session.js';

export function App() {
  const { session, logIn, logOut } = useSession();
  const place = usePlace();
  const mayLook = session?.role !== undefined && session.role !== null;
  const { bots, capture, isHeard } = useBots(place.bot, mayLook);
  const isBooks = capture !== null && (place.pair !== undefined || bots?.length === 0);
  const only = bots?.length === 1 && !isBooks ? bots[0] : undefined;
  const bot = bots?.find(({ about }) => about.id === place.bot) ?? only;
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
        {isBooks && capture !== null && <CapturePage capture={capture} pair={place.pair} />}
        {bots !== undefined && bot === undefined && !isBooks && <Fleet bots={bots} />}
        {bot !== undefined && session !== undefined && (
          <BotPage key={bot.about.id} bot={bot} tab={place.tab} session={session} />
        )}
      </main>
    </>
  );
}
