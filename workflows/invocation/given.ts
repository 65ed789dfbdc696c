/** What people gave in a login, sealed. A secret is for the site that asked, and has a place of its own for each. */

import { isIdentifier } from '../../contract/invocation/value-kinds.js';
import type { SeenPage, ValueSource } from '../../contract/steps.js';

export type Given = Extract<ValueSource, { from: 'given' }>;
type GivenValues = Readonly<Record<string, Given>>;

/** Where a value is kept among those that people gave. */
export const keyOfGiven = ({ field, at }: Pick<Given, 'field' | 'at'>): string =>
  at === undefined ? field : `${field}@${at}`;

/** Names a value of a fill, however often it is filled. Each code of a secret counts as the same one. */
export function keyOfSource(source: ValueSource): string {
  if (source.from === 'given') return `given ${keyOfGiven(source)} ${source.question}`;
  return source.from === 'stored' ? `stored ${source.key}` : source.from;
}

/** Site that a value is for: that of the page that asks for it, if it is a secret. */
export function siteFor(field: string, page: SeenPage): Pick<Given, 'at'> {
  const seen = page.fields.find(({ name }) => name === field);
  const identifies = seen?.identifies ?? isIdentifier(field, seen?.role);
  return page.site === undefined || identifies ? {} : { at: page.site };
}

/** What a person gave under a name, if it may be used on the page. */
export function givenFor(given: GivenValues, field: string, { site: at }: SeenPage): Given | undefined {
  const key = at === undefined ? field : keyOfGiven({ field, at });
  return Object.hasOwn(given, key) ? given[key] : Object.hasOwn(given, field) ? given[field] : undefined;
}
