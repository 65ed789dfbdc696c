import type { Named } from '../words/words.js';
import type { Purpose } from './model.js';

/** Kinds of fields that differ in what they can ask for; `narrow` is one line that takes addresses, or what it offers, only. */
export type Place = 'line' | 'narrow' | 'masked' | 'select' | 'textarea';

/** What a field can ask for; `text` when nothing tells. */
export type Candidate = Exclude<Purpose, 'text'>;

/** Evidence for a purpose. */
export interface Rule {
  /** Words that name it, to people or among developers. */
  readonly words?: readonly Named[];
  /** How much a match of words counts; 1 unless a longer one says more: "confirm password" is not just a "password". */
  readonly factor?: number;
  /** `autocomplete` tokens that declare it (HTML standard, 4.10.18.7.1); a star stands for any ending. */
  readonly declared?: readonly string[];
  /** Points for types of inputs. */
  readonly types?: Readonly<Record<string, number>>;
  /** The purpose that its words say as well, and whose points it has. */
  readonly includes?: Candidate;
  readonly places: readonly Place[];
}

const UNMASKED = ['line', 'narrow', 'select'] as const;
const TYPED = ['line', 'narrow'] as const;
const MASKED = ['masked'] as const;
/** Some sites also mask short secrets such as codes. */
const MASKABLE = [...MASKED, ...UNMASKED] as const;

/**
 * Where two are equally likely, the first one wins. `autocomplete="new-password"` is also what authors write to keep browsers from
 * filling a field; it counts for passwords only, which stand in masked fields only.
 */
export const PURPOSES: Readonly<Record<Candidate, Rule>> = {
  confirmPassword: { words: ['confirmPassword'], factor: 1.5, includes: 'password', places: MASKED },
  currentPassword: { words: ['currentPassword'], factor: 1.5, includes: 'password', places: MASKED },
  newPassword: {
    words: ['newPassword'],
    factor: 1.5,
    declared: ['new-password'],
    includes: 'password',
    places: MASKED,
  },
  password: { words: ['password'], declared: ['current-password'], types: { password: 3 }, places: MASKED },
  // Until the fields beside it are known: a PIN is the password where there is no other, and else a secret of its own.
  pin: { words: ['pin'], places: MASKED },
  secret: { words: ['otherSecret'], places: MASKED },
  answer: { words: ['answer'], places: [...MASKABLE, 'textarea'] },
  search: { words: ['searchField'], types: { search: 6 }, places: TYPED },
  captcha: { words: ['captcha'], places: MASKABLE },
  coupon: { words: ['coupon'], places: UNMASKED },
  card: { words: ['card'], declared: ['cc-*'], places: MASKABLE },
  ssn: { words: ['ssn'], places: MASKABLE },
  otp: { words: ['otp', 'backupCode'], factor: 0.5, declared: ['one-time-code'], places: ['masked', 'line'] },
  email: { words: ['email'], declared: ['email'], types: { email: 3 }, places: TYPED },
  username: { words: ['username'], declared: ['username'], places: UNMASKED },
  phone: { words: ['phone'], declared: ['tel', 'tel-national'], types: { tel: 2 }, places: UNMASKED },
  postal: { words: ['postal'], declared: ['postal-code'], places: UNMASKED },
  birth: { words: ['birth'], declared: ['bday'], places: UNMASKED },
  firstName: { words: ['firstName'], declared: ['given-name', 'additional-name'], places: UNMASKED },
  lastName: { words: ['lastName'], declared: ['family-name'], places: UNMASKED },
  address: {
    words: ['address'],
    declared: ['street-address', 'address-line1', 'address-line2'],
    places: [...UNMASKED, 'textarea'],
  },
  place: {
    words: ['place'],
    declared: ['address-level1', 'address-level2', 'country', 'country-name'],
    places: UNMASKED,
  },
  gender: { words: ['gender'], declared: ['sex'], places: UNMASKED },
  company: { words: ['company'], declared: ['organization'], places: UNMASKED },
  branch: { words: ['branch'], places: UNMASKED },
  message: { words: ['message'], places: [...UNMASKED, 'textarea'] },
  fullName: { words: ['fullName'], declared: ['name'], places: UNMASKED },
  // Of some other kind than a one-time code: for recovery, from a device.
  code: { places: UNMASKED },
};

/** Words that say what a field is for. */
export const PURPOSE_WORDS = [...new Set(Object.values(PURPOSES).flatMap(({ words = [] }) => words))];
