import { z } from 'zod';
import { hostSchema } from './host.js';
import { wrongSelector } from './selector.js';

/** A stored password must not find its way into a field that shows it, by a name that sounds like one. */
const SOUNDS_SECRET = /passw|passphrase|passcode/i;
const CODE = 'oneTimeCode';
const MAX = { text: 500, alternatives: 20, boxes: 10, fields: 12, forms: 20, paths: 50 };

const selector = z
  .string('must be a selector, as text')
  .max(MAX.text, `is longer than ${MAX.text} characters`)
  .superRefine((text, context) => {
    const wrong = wrongSelector(text);
    if (wrong !== null) context.addIssue(wrong);
  });

const list = <T extends z.ZodType>(of: T, what: string, most: number) =>
  z.array(of, `must be a list of ${what}`).min(1, `must not be empty`).max(most, `has more than ${most} ${what}`);

const selectors = list(selector, 'selectors', MAX.alternatives);

/** One text for each box: such a code is typed one character a box, in this order. */
const boxes = z
  .array(selector)
  .min(2, 'must be a list of at least two boxes')
  .max(MAX.boxes, `has more than ${MAX.boxes} boxes`);

/** Not a union: what it says of a wrong member is that the member is wrong. */
const codeSelectors = list(
  z.unknown().transform((entry, context): string | string[] => {
    const parsed = Array.isArray(entry) ? boxes.safeParse(entry) : selector.safeParse(entry);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  }),
  'selectors',
  MAX.alternatives,
);

const path = z
  .string('must be a path, as text')
  .max(MAX.text, `is longer than ${MAX.text} characters`)
  .regex(/^\/[^?#*\s]*\*?$/, 'is no path: it begins with /, has no query, and may end in * for any rest');

const fieldName = z
  .string()
  .regex(/^[\p{L}\p{N}_]{1,64}$/u, 'is no name: it has 1 to 64 letters, digits and underscores')
  .refine(
    (name) => name === 'password' || !SOUNDS_SECRET.test(name),
    'sounds like a password; its field is named `password`',
  );

export const isFieldName = (name: string): boolean => fieldName.safeParse(name).success;

const fields = z
  .strictObject({ [CODE]: codeSelectors.optional() })
  .catchall(selectors)
  .superRefine((all, context) => {
    const names = Object.keys(all);
    if (names.length === 0) context.addIssue('names no field');
    if (names.length > MAX.fields) context.addIssue(`has more than ${MAX.fields} fields`);
    for (const name of names) {
      const message = fieldName.safeParse(name).error?.issues[0]?.message;
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

const form = z.strictObject({
  category: z.literal('account-login', 'must be `account-login`: nothing else is done here'),
  /** Box that the fields and buttons are looked for in. */
  container: selectors.optional(),
  fields,
  /** What is pressed when the fields are filled: `submit`, else `next`. Without one, the engine looks for it. */
  actions: z
    .strictObject({ submit: selectors.optional(), next: selectors.optional() })
    .refine(({ submit, next }) => submit !== undefined || next !== undefined, 'names neither `submit` nor `next`')
    .optional(),
});

/** How to log in to a host, as its operator writes it. See docs/recipes.md. */
export const recipeSchema = z
  .strictObject({
    /** A host, or `*.` and a domain for every host below it. */
    host: hostSchema,
    /** Where a login begins. */
    start: path.refine((text) => !text.endsWith('*'), 'must be one address, without a *').optional(),
    /** Pages that the forms are on. Without one, every page of the host. */
    paths: list(path, 'paths', MAX.paths).optional(),
    forms: list(form, 'forms', MAX.forms),
  })
  .refine(({ host, start }) => start === undefined || !host.startsWith('*'), {
    path: ['start'],
    message: 'needs one host; this recipe is for many',
  });

export type Recipe = z.infer<typeof recipeSchema>;
