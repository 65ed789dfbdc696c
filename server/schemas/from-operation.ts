/**
 * What HTTP takes, made of what an operation takes: the same members, described by their types and sizes. What is in a text the client checks,
 * whose refusals name what is wrong with it.
 */
import { z } from 'zod';
import { paging, text } from './common.js';

/** The largest that it may be, as its own JSON Schema says. */
function maxOf(schema: z.ZodType, kind: 'maxLength' | 'maxItems'): number {
  const { [kind]: max } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (max === undefined) throw new TypeError(`an operation takes what has no ${kind}`);
  return max;
}

function unionOf(options: readonly unknown[]): z.ZodType {
  const types = options.map(typeOf);
  return types.every((type) => type === text) ? text : z.union(types);
}

function typeOf(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) return typeOf(schema.unwrap()).optional();
  if (schema instanceof z.ZodDefault) return typeOf(schema.unwrap()).optional();
  if (schema instanceof z.ZodNullable) return typeOf(schema.unwrap()).nullable();
  if (schema instanceof z.ZodPipe) return typeOf(schema.in);
  if (schema instanceof z.ZodObject) return z.strictObject(membersOf(schema));
  if (schema instanceof z.ZodUnion) return unionOf(schema.options);
  if (schema instanceof z.ZodRecord)
    return z.record(text, z.string().max(maxOf(schema.valueType as z.ZodType, 'maxLength')));
  if (schema instanceof z.ZodArray) return z.array(typeOf(schema.element)).max(maxOf(schema, 'maxItems'));
  if (schema instanceof z.ZodNumber) return schema.maxValue === Number.MAX_SAFE_INTEGER ? schema : z.number();
  if (schema instanceof z.ZodLiteral) return schema;
  return schema instanceof z.ZodBoolean || schema instanceof z.ZodEnum ? schema : text;
}

const membersOf = ({ shape }: z.ZodObject, left: readonly string[] = []): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(shape)
      .filter(([name]) => !left.includes(name))
      .map(([name, member]) => [name, typeOf(member)]),
  );

/** A body of exactly what an operation takes. */
export const bodyOf = <Schema extends z.ZodType>(schema: Schema): z.ZodType<z.input<Schema>> =>
  typeOf(schema) as z.ZodType<z.input<Schema>>;

/** A body of what an operation takes, without the members that stand in the address. */
export const bodyWithout = <Schema extends z.ZodObject, Left extends keyof z.input<Schema> & string>(
  schema: Schema,
  ...left: readonly Left[]
): z.ZodType<Omit<z.input<Schema>, Left>> =>
  z.strictObject(membersOf(schema, left)) as z.ZodType as z.ZodType<Omit<z.input<Schema>, Left>>;

/** A query of what lists by page take. */
export const queryOf = <Schema extends z.ZodObject>(schema: Schema): z.ZodType<z.input<Schema>> =>
  paging.extend(membersOf(schema, Object.keys(paging.shape))) as z.ZodType as z.ZodType<z.input<Schema>>;
