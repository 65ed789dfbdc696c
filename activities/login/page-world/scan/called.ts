import { native } from '../dom/native.js';
import { slug } from '../words/text.js';
import type { Named } from '../words/words.js';
import { labelOf, labelWithoutHelp } from './label.js';
import type { Field, Purpose } from './model.js';
import { PURPOSE_WORDS } from './purposes.js';
import type { Scan } from './scan.js';
import { partsOf } from './takes.js';

/** What is another one each time, or is told by its question alone. */
const OTHER_EACH_TIME: ReadonlySet<Purpose> = new Set([
  ...(['otp', 'code', 'captcha', 'answer', 'search', 'coupon', 'message'] as const),
  ...(['password', 'newPassword', 'confirmPassword', 'currentPassword'] as const),
]);
/** What no label takes a field for alone: any number or name can be one that somebody is known by. */
const GENERAL: ReadonlySet<Named> = new Set<Named>(['username', 'searchField']);
const KINDS: readonly Named[] = PURPOSE_WORDS.filter((word) => !GENERAL.has(word));
const ATTRIBUTES = ['name', 'id', 'formcontrolname', 'ng-model', 'v-model'];
/** What frameworks put before a field's own name: `ctl00$main$account`, `vm.account`, `login[account]`. */
const BEFORE_OWN = /^.*[.$:[]/;

/**
 * What a field is called besides its label, as names, best first: its label with and without the links in it, then what its author wrote, then each of several
 * kinds that it takes. A value can be stored
 * under each. Where the label speaks of something that a name does not, the label is right.
 */
export function calledBesides(scan: Scan, field: Field): string[] {
  const { element, label, placeholder, autocomplete, purpose } = field;
  if (OTHER_EACH_TIME.has(purpose)) return [];
  const asked = label || placeholder;
  const spoken = KINDS.filter((kind) => scan.says(kind, asked));
  const written = [...ATTRIBUTES.map((attribute) => native(element, 'getAttribute')(attribute) ?? ''), autocomplete]
    .map((name) => name.replace(/\]$/, '').replace(BEFORE_OWN, ''))
    .filter((name) => spoken.every((kind) => scan.names(kind, name)));
  const parts = partsOf(asked);
  const names = [labelWithoutHelp(element), labelOf(element).label, ...written, ...(parts.length > 1 ? parts : [])]
    .map((name) => slug(name))
    .filter((name) => name !== '');
  return [...new Set(names)];
}
