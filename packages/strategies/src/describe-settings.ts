import type { StrategyDefinition } from '@fathom/contracts';

/** One value of a strategy's configuration, for people. */
export interface Setting {
  readonly name: string;
  /** Empty when the schema gives none. */
  readonly description: string;
  /** The value in use when nothing is set; undefined when one must be. */
  readonly standard: unknown;
}

/** The part of a zod object schema that lists its values. */
interface ObjectSchema {
  readonly shape: Readonly<Record<string, FieldSchema>>;
}

interface FieldSchema {
  readonly description?: string | undefined;
  safeParse(input: unknown): { readonly data?: unknown };
}

/** Every setting of a strategy in the order its schema has them; none for a schema that is not a zod object. */
export function describeSettings(definition: Pick<StrategyDefinition, 'schema'>): readonly Setting[] {
  const schema: object = definition.schema;
  if (!isObjectSchema(schema)) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    description: field.description ?? '',
    standard: field.safeParse(undefined).data,
  }));
}

function isObjectSchema(schema: object): schema is ObjectSchema {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null;
}
