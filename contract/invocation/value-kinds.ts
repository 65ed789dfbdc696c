/** The one rule of which values are secrets. An identifier says who somebody is and travels between the sites of a grant; a secret stays at its own. */

const WORDS_OF_IDENTIFIERS = [
  ...['email', 'mail', 'user', 'username', 'userid', 'login', 'account', 'identifier', 'customer', 'member', 'client'],
  ...['phone', 'mobile', 'tel', 'telephone', 'company', 'organisation', 'organization', 'org', 'tenant', 'workspace'],
  ...['server', 'database', 'realm', 'instance'],
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
  'or',
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

/** Beginnings of what keys for names are called in other languages, and of more that are given to one account of a site only. */
const NAMES_ELSEWHERE = [
  ...['benutzer', 'nutzer', 'kennung', 'kund', 'mitglied', 'anmelde', 'konto', 'teilnehmer', 'vertragsn'],
  ...['identifiant', 'utilisateur', 'courriel', 'adherent', 'abonne', 'matricul', 'compte'],
  ...['usuario', 'correo', 'client', 'cuenta', 'cedula', 'socio', 'utilizador', 'conta', 'cpf', 'cnpj', 'dni', 'nif'],
  ...['utente', 'nomeutente', 'codicefiscale', 'gebruiker', 'klant', 'lidn', 'bsn'],
  ...['uzytkownik', 'klient', 'pesel', 'uzivatel', 'pouzivatel', 'zakaznik', 'korisni', 'felhasznal', 'utilizator'],
  ...['anvandar', 'bruger', 'bruker', 'personn', 'fodselsn', 'kayttaja', 'tunnus', 'asiakas', 'henkilotunnus'],
  ...['kullanici', 'musteri', 'epost', 'pengguna', 'taikhoan', 'telefon', 'handy'],
  ...['uid', 'logon', 'nick', 'handle', 'membership', 'employee', 'student', 'patient', 'policyn'],
];
const SECRETS_ELSEWHERE =
  /pass|pwd|pin|wort|woord|code$|kode?$|koodi|luku|sana|geheim|secre|clave|contrasen|senha|parol|hasl|hesl|sifre|losen|jelsz|sandi|mdp|token|otp|tan$|answer|antwort|respuesta|reponse|frage|question|key$/;

/**
 * Whether another value under a key may be another account. For what is compared only: what may be typed where goes by `isIdentifier`.
 * @param key name of a stored value
 */
export function mayName(key: string): boolean {
  if (isIdentifier(key)) return true;
  const words = key.toLowerCase().split(/[^a-z]+/);
  return (
    !SECRETS_ELSEWHERE.test(key.toLowerCase()) &&
    words.some((word) => NAMES_ELSEWHERE.some((name) => word.startsWith(name)))
  );
}
