/** What the server said instead of an answer. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const PATIENCE_MS = 10_000;

/** Asks the server. @throws {Refused} when it says no; a TypeError when it does not answer. */
export async function ask<Answer>(path: string): Promise<Answer> {
  return answerOf(await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS) }));
}

/** Tells the server something that changes something. */
export async function tell<Answer>(path: string, body: unknown, csrf: string | null = null): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(csrf !== null && { 'x-fathom-csrf': csrf }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return answerOf(response);
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const body: Answer & { error?: string; text?: string } = await response.json();
  if (!response.ok)
    throw new Refused(response.status, body.error ?? body.text ?? `the server answered ${response.status}`);
  return body;
}
