/** A person's word that a page is the one behind the login, as it is remembered. */
import { siteAt } from '../../../contract/address/site.js';
import type { Consent } from '../../vault/types.js';
import type { PageView } from '../page-world/view.js';
import { nameOfWords } from './agreed.js';

/** Hours, dates and readings change on a page that stays what it is. */
const NUMBER = /\p{N}[\p{N}.,:/ -]*/gu;

/** What tells the page from any other: where it is, what it says and what it offers. As a hash, and without its numbers. */
export function insideAt({ url, title, buttons, forms, evidence, standing }: PageView): Consent {
  const offered = buttons.filter(({ cookies }) => cookies === null).map(({ label }) => label);
  const asked = forms.flatMap(({ fields }) => fields.map(({ label }) => label));
  const all = [[standing.here, title], evidence.headings, standing.texts, offered, asked];
  const page = nameOfWords(JSON.stringify(all).replaceAll(NUMBER, '0'));
  return { site: siteAt(url), client: `inside:${page}`, scopes: ['inside'] };
}
