import { useState } from 'preact/hooks';

interface LogInProps {
  readonly purpose: 'look' | 'control';
  readonly logIn: (token: string) => Promise<void>;
}

/** Asks for a token. */
export function LogIn({ purpose, logIn }: LogInProps) {
  const [error, setError] = useState('');
  const submit = async (form: HTMLFormElement) => {
    const token = new FormData(form).get('token');
    if (typeof token !== 'string' || token === '') return;
    try {
      await logIn(token.trim());
      form.reset();
      setError('');
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <form
      class={purpose === 'look' ? 'log-in' : 'log-in small'}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {purpose === 'look' && <h1>Who is there?</h1>}
      <label>
        {purpose === 'look' ? 'Token' : 'Token for control'}{' '}
        <input name="token" type="password" autocomplete="current-password" required />
      </label>
      <button type="submit">{purpose === 'look' ? 'Look' : 'Take control'}</button>
      {error !== '' && (
        <span class="down" role="alert">
          {error}
        </span>
      )}
    </form>
  );
}
