/** Values from JSON Schemas (2020-12), as far as the document of the server uses them. */
import fc from 'fast-check';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}
export type Resolve = (schema: JsonSchema) => JsonSchema;

export const resolver =
  (schemas: Readonly<Record<string, JsonSchema>>): Resolve =>
  (schema) =>
    schema.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1)!]!;

/** Texts that mean something to the server, and any other. */
const texts = ({ minLength = 0, maxLength = 2048 }: JsonSchema): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      'example.com',
      'stored',
      'work',
      'https://example.com/login',
      'password',
      'localhost:1',
      'x\r\ny: z',
    ),
    fc.string({ minLength, maxLength: Math.min(maxLength, 100) }),
    fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 40) }),
  );

function object(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, matching(of, resolve)]));
  if (typeof additionalProperties === 'object')
    return fc.dictionary(
      fc.oneof(fc.constantFrom('email', 'password'), fc.string({ maxLength: 20 })),
      matching(additionalProperties, resolve),
      { maxKeys: 4 },
    );
  return fc.record(members, { requiredKeys: [...required] });
}

/** What a schema takes. */
export function matching(reference: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const schema = resolve(reference);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => matching(one, resolve)));
  switch (schema.type) {
    case 'object':
      return object(schema, resolve);
    case 'array':
      return fc.array(matching(schema.items ?? {}, resolve), { maxLength: 4 });
    case 'string':
      return texts(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? -1e6, -1e6), max: Math.min(schema.maximum ?? 1e6, 1e6) });
    case 'number':
      return fc.double({ noNaN: true });
    default:
      return fc.jsonValue();
  }
}

/** What a schema most probably does not take: something else altogether, or a member changed or added. */
export const misfitting = (reference: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(matching(reference, resolve), fc.string({ maxLength: 20 }), fc.jsonValue())
      .map(([value, name, other]) =>
        typeof value === 'object' && value !== null ? { ...value, [name]: other } : other,
      ),
    fc.tuple(matching(reference, resolve), fc.nat(), fc.jsonValue()).map(([value, at, other]) => {
      const names = Object.keys(value ?? {});
      return names.length === 0 ? other : { ...(value as object), [names[at % names.length]!]: other };
    }),
  );
