/** An option as people type it, and as commander keeps it. */
export interface KnownOption<Name extends string = string> {
  readonly name: Name;
  readonly flag: string;
  /** Its value where nobody gave it. */
  readonly usual?: string;
}

/** `--slippage 5`, `--sensitivity`: what somebody gave; undefined for what is as it would be anyway. */
export function givenOption<Name extends string>(
  flags: Readonly<Partial<Record<Name, unknown>>>,
  { name, flag, usual }: KnownOption<Name>,
): string | undefined {
  const value = flags[name];
  if (value === undefined || value === usual) return undefined;
  return typeof value === 'string' ? `${flag} ${value}` : flag;
}
