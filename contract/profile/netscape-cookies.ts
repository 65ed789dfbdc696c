/** `cookies.txt`: one cookie a line, its seven parts between tabs, as Netscape began it and curl, wget and yt-dlp go on with it. */
import { AgentAuthError } from '../errors/errors.js';

const HTTP_ONLY = '#HttpOnly_';

interface Line {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly expires: string;
}

function readLine(written: string): Line | null {
  const httpOnly = written.startsWith(HTTP_ONLY);
  const parts = (httpOnly ? written.slice(HTTP_ONLY.length) : written).split('\t');
  // A value that is empty is left off at times, together with its tab.
  if (parts.length < 6) return null;
  const [domain = '', forAll = '', path = '', secure = '', expires = '', name = '', ...value] = parts;
  const isTrue = (flag: string): boolean => flag.trim().toUpperCase() === 'TRUE';
  return {
    name,
    value: value.join('\t'),
    domain,
    hostOnly: !isTrue(forAll),
    path,
    secure: isTrue(secure),
    httpOnly,
    expires,
  };
}

/** @throws AgentAuthError `invalid_input` with the number of the first line that is no cookie, never the line */
export function readCookiesTxt(text: string): Line[] {
  const found: Line[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '' || (line.startsWith('#') && !line.startsWith(HTTP_ONLY))) continue;
    const cookie = readLine(line);
    if (cookie === null)
      throw new AgentAuthError('invalid_input', {
        fields: ['storage_state'],
        line: index + 1,
        expected: 'seven parts between tabs, as in a Netscape cookies.txt, or JSON',
      });
    found.push(cookie);
  }
  return found;
}
