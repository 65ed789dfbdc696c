/** The one rule of which values are secrets. An identifier says who somebody is and travels between the sites of a grant; a secret stays at its own. */

const WORDS_OF_IDENTIFIERS = [
  ...['email', 'mail', 'user', 'username', 'userid', 'login', 'account', 'identifier', 'customer', 'member', 'client'],
  ...['phone', 'mobile', 'tel', 'telephone', 'company', 'organisation', 'organization', 'org', 'tenant', 'workspace'],
  ...[
    'domain',
    'branch',
    'name',
    'date',
    'birth',
    'birthday',
    'birthdate',
    'bday',
    'dob',
    'dateofbirth',
    'country',
    'region',
  ],
];
/** Words that make nothing a secret, and nothing an identifier. */
const OTHER_WORDS = [
  'e',
  'id',
  'no',
  'number',
  'of',
  'year',
  'month',
  'day',
  'first',
  'last',
  'middle',
  'given',
  'family',
  'full',
  'business',
];
/** A code that many share. */
const SHARED_CODE = /^(company|branch|country|region|org|organi[sz]ation|tenant)_?code$/;

const isIn = (words: readonly string[]): ((word: string) => boolean) => {
  const all = new Set(words);
  return (word) => all.has(word);
};
const identifies = isIn(WORDS_OF_IDENTIFIERS);
const isKnown = isIn([...WORDS_OF_IDENTIFIERS, ...OTHER_WORDS]);

/**
 * Whether a value is an identifier, by the name that it is stored or asked for under. One word that is not known makes it a secret:
 * `account` is none, `account_pin` and `memorable_name` are.
 * @param key name of a stored value, or of a field
 * @param role what the page takes the field for, where that is known
 */
export function isIdentifier(key: string, role?: string): boolean {
  if (role === 'password' || role === 'code' || role === 'otp') return false;
  if (role === 'identifier') return true;
  if (SHARED_CODE.test(key)) return true;
  const words = key
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return words.some(identifies) && words.every(isKnown);
}
