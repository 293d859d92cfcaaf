import { nearestName, type StrategyDefinition, UsageError } from '@fathom/contracts';
import { messageOf } from './guarded-strategy.js';

/** What a zod error says of one value; user schemas may be of another make and say nothing. */
interface Issue {
  readonly code?: string;
  readonly message?: string;
  readonly path?: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

/**
 * The complete configuration of a strategy from what the user set.
 * @throws {UsageError} one line: the parameter, the value, and for an unknown name the nearest one.
 */
export function strategyConfig(
  definition: StrategyDefinition,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  try {
    return definition.schema.parse(settings);
  } catch (error) {
    const [issue] = issuesOf(error);
    const reason = issue === undefined ? messageOf(error) : explain(issue, settings, namesOf(definition));
    throw new UsageError(`strategy ${definition.name}: ${reason}`, { cause: error });
  }
}

function explain(issue: Issue, settings: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys?.[0] : undefined;
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, names);
    const hint = nearest === undefined ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`;
    return `no parameter ${unknown}=${JSON.stringify(settings[unknown])}: ${hint}`;
  }
  const name = issue.path?.map(String).join('.') ?? '';
  return `${name === '' ? 'configuration' : name}: ${issue.message ?? 'is not valid'}`;
}

function issuesOf(error: unknown): readonly Issue[] {
  if (typeof error !== 'object' || error === null || !('issues' in error) || !Array.isArray(error.issues)) return [];
  return error.issues;
}

/** The parameters a zod object schema knows. */
function namesOf({ schema }: StrategyDefinition): readonly string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null
    ? Object.keys(schema.shape)
    : [];
}
