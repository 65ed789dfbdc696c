import { z } from 'zod';
import { TRACE_FACTS, TRACE_REASONS, TRACE_RULES, TRACE_STAGES, type TraceEntry } from '../../../contract/index.js';

type Kind = (typeof TRACE_FACTS)[keyof typeof TRACE_FACTS];

function schemaOf(kind: Kind): z.ZodType {
  if (kind === 'flag') return z.boolean();
  return 'max' in kind ? z.int().min(0).max(kind.max) : z.enum(kind);
}

const facts = Object.fromEntries(
  Object.entries(TRACE_FACTS).map(([name, kind]) => [name, schemaOf(kind).optional()] as const),
);

/** An entry of a trace: nothing but what the lists of the contract name. */
export const traceEntry = z.strictObject({
  at: z.int().min(0),
  stage: z.enum(TRACE_STAGES),
  rule: z.enum(TRACE_RULES),
  reason: z.enum(TRACE_REASONS),
  facts: z.strictObject(facts),
}) as unknown as z.ZodType<TraceEntry>;
