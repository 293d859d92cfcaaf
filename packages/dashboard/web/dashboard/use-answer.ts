import { useEffect, useState } from 'preact/hooks';
import { ask } from './ask.js';

/** What the server answers, asked again every `everyMs` while the page looks at it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- our own server answers; views.ts says with what
export function useAnswer<Answer>(
  path: string,
  everyMs: number,
): { readonly answer: Answer | undefined; readonly error: string } {
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const [error, setError] = useState('');
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const next = await ask<Answer>(path);
        if (!isWanted) return;
        setAnswer(next);
        setError('');
      } catch (failure) {
        if (isWanted) setError(failure instanceof Error ? failure.message : String(failure));
      }
      if (isWanted) timer = setTimeout(() => void load(), everyMs);
    };
    void load();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [path, everyMs]);
  return { answer, error };
}
