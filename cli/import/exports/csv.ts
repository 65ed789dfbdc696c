/** Tables of browsers and password managers. They differ in the names of their columns. */
import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { ExportedLogin, NotTaken } from './exported-login.js';

/** Columns by what is in them; Chrome and Edge, Firefox, Safari, 1Password, Bitwarden, KeePassXC, LastPass. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  url: ['url', 'urls', 'website', 'web site', 'login_uri', 'login url'],
  username: ['username', 'user name', 'login_username', 'login', 'login name'],
  password: ['password', 'login_password'],
  totp: ['otpauth', 'totp', 'login_totp', 'otp'],
  type: ['type'],
  archived: ['archived'],
  realm: ['httprealm'],
};

interface Place {
  readonly file: string;
}

/** The character between columns, by the first line. */
const delimiterOf = (text: string): string => {
  const [first = ''] = text.split(/\r\n|\n|\r/, 1);
  const count = (one: string): number => first.split(one).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
};

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function rowsOf(text: string, { file }: Place): Promise<readonly Row[]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const options = {
      delimiter: delimiterOf(text),
      // Tables that several programs have written to.
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    };
    return parse(text, options) as unknown as Row[];
  } catch (error) {
    const { lines } = error as { lines?: unknown };
    // Its message quotes what stands there.
    const expected = 'a table whose quotes are closed; export it once more';
    throw new AgentAuthError('invalid_input', {
      file,
      ...(typeof lines === 'number' ? { line: lines } : {}),
      expected,
    });
  }
}

/** Which column holds what; -1 where none does. */
function columnsIn(header: readonly string[]): (name: keyof typeof COLUMNS) => number {
  const names = header.map((one) => one.trim().toLowerCase());
  return (name) => names.findIndex((one) => COLUMNS[name]?.includes(one));
}

/**
 * Reads a table of logins. Values that look like formulas are values.
 * @throws AgentAuthError `invalid_input`; nothing of the table is in it
 */
export async function readCsv(text: string, place: Place): Promise<ExportedLogin[]> {
  const [header, ...rows] = await rowsOf(text, place);
  const at = columnsIn(header?.record ?? []);
  if (at('url') < 0 || at('password') < 0) {
    const expected = 'a first line that names the columns, with a url (or website) and a password among them';
    throw new AgentAuthError('invalid_input', { file: place.file, expected });
  }
  const width = header!.record.length;
  let line = header!.info.lines;
  return rows.flatMap(({ record, info }) => {
    const here = line + 1;
    line = info.lines;
    const cell = (name: keyof typeof COLUMNS): string => record[at(name)] ?? '';
    if (cell('type') !== '' && cell('type') !== 'login') return [];
    // With a cell too many or too few it is not known which is the password.
    if (record.length !== width)
      throw new AgentAuthError('invalid_input', { file: place.file, line: here, expected: `${width} columns` });
    const unfit: NotTaken | undefined =
      cell('archived').toLowerCase() === 'true' ? 'archived' : cell('realm') !== '' ? 'browser_asks' : undefined;
    return {
      at: `line ${here}`,
      urls: cell('url').split(/[\n,](?=\s{0,9}https?:)/),
      values: { username: cell('username'), password: cell('password') },
      totp: cell('totp').trim(),
      ...(unfit === undefined ? {} : { unfit }),
    };
  });
}
