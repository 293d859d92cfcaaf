import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, tell } from './ask.js';

export interface SessionView {
  /** Null: log in first. */
  readonly role: 'read' | 'control' | null;
  readonly csrf: string | null;
  /** Whether there is anything to control with. */
  readonly hasControl: boolean;
  readonly isLoggedIn: boolean;
}

/** Who looks at this page; undefined until the server has said so. */
export function useSession() {
  const [session, setSession] = useState<SessionView | undefined>(undefined);
  const refresh = useCallback(async () => {
    try {
      setSession(await ask<SessionView>('/api/session'));
    } catch {
      // The banner of the stream tells that nobody answers.
    }
  }, []);
  useEffect(() => void refresh(), [refresh]);
  const logIn = async (token: string) => {
    await tell('/api/login', { token });
    await refresh();
  };
  const logOut = async () => {
    await tell('/api/logout', {});
    await refresh();
  };
  return { session, refresh, logIn, logOut };
}
