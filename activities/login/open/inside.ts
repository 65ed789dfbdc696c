/** A person's word that a page is the one behind the login, as it is remembered. */
import { siteAt } from '../../../contract/address/site.js';
import type { Consent } from '../../vault/types.js';
import type { PageView } from '../page-world/view.js';
import { nameOfWords } from './agreed.js';

/** Hours, dates and readings, which change on a page that stays what it is. What is counted may be what is left: "1 of 2 have agreed". */
const NUMBER = /\p{N}+(?:[.,:/-]\p{N}+)+/gu;
/** In a title: of what is new. */
const COUNT = /^\(\p{N}+\)\s*|\s*\(\p{N}+\)$/gu;

/** What tells the page from any other: where it is, what it says and what it offers. As a hash, without hours, dates and readings. */
export function insideAt({ url, title, buttons, forms, evidence, standing }: PageView): Consent {
  const offered = buttons.filter(({ cookies }) => cookies === null).map(({ label }) => label);
  const asked = forms.flatMap(({ fields }) => fields.map(({ label }) => label));
  const all = [[standing.here, title.replaceAll(COUNT, '')], evidence.headings, standing.texts, offered, asked];
  const page = nameOfWords(JSON.stringify(all).replaceAll(NUMBER, '0'));
  return { site: siteAt(url), client: `inside:${page}`, scopes: ['inside'] };
}
