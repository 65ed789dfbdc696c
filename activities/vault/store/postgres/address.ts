import { AgentAuthError } from '../../../../contract/index.js';

const ADDRESS =
  'must be postgres://user:password@host/database with one host, signs such as @ : / # % of the password in percent encoding, and files that it names must be there';
const TLS =
  'has to say about TLS what is understood: sslmode (disable, no-verify, require, verify-ca or verify-full), sslrootcert, sslcert, sslkey';

const wrong = (what: string): AgentAuthError =>
  new AgentAuthError('invalid_input', {
    variables: ['AGENT_AUTH_DATABASE_URL'],
    problems: [`AGENT_AUTH_DATABASE_URL: ${what}`],
  });

export const wrongAddress = (): AgentAuthError => wrong(ADDRESS);

const MODES = new Set(['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']);
/** As `pg` knows them. It overlooks all others, and the connection would be a plain one. */
const PARAMETERS = new Set(['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation']);
const OF_TLS = /ssl|tls/i;

function checkTls({ searchParams }: URL): void {
  for (const [name, value] of searchParams) {
    const isKnown = PARAMETERS.has(name) || !OF_TLS.test(name);
    if (!isKnown || (name === 'sslmode' && !MODES.has(value))) throw wrong(TLS);
  }
}

/**
 * As `pg` takes it. Files and secrets end with a line break; and of modes that it checks as strictly as `verify-full`, it prints a warning.
 * @throws AgentAuthError `invalid_input`, without the address: it holds a password
 */
export function readAddress(given: string): string {
  const url = given.trim();
  if (!URL.canParse(url)) throw wrongAddress();
  const parsed = new URL(url);
  // Several hosts, as libpq has them, would be looked up as one name.
  if (!/^postgres(?:ql)?:$/.test(parsed.protocol) || parsed.hostname.includes(',')) throw wrongAddress();
  // Without one, `pg` would look on this machine.
  if (parsed.hostname === '' && !parsed.searchParams.has('host') && process.env.PGHOST === undefined)
    throw wrongAddress();
  checkTls(parsed);
  return parsed.searchParams.has('uselibpqcompat')
    ? url
    : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}
