import { isAtOrBelow } from '../../../contract/address/site.js';
import type { ViewForm } from '../page-world/view.js';
import known from './append-code-hosts.json' with { type: 'json' };

/** Name of the code among the values of a form that has no field for it. */
export const APPENDED = 'code';

/** A one-time code that a site wants right behind the password, in the same field. */
export interface AppendedCode {
  /** Name of the password field. */
  readonly password: string;
  /** Whether the page says that it takes no password without one. */
  readonly required: boolean;
  /** The page's own words about it; null when it is known from the list of hosts only. */
  readonly words: string | null;
}

/** Whether the form wants a code behind its password: by its own words, or because its site is known for it. */
export function appendedCode({ fields }: ViewForm, address: string): AppendedCode | null {
  const password = fields.find(({ role }) => role === 'password');
  if (password === undefined || fields.some(({ name, role }) => role === 'otp' || name === APPENDED)) return null;
  const { name, appendsCode } = password;
  if (appendsCode !== null) return { password: name, required: !appendsCode.optional, words: appendsCode.words };
  return isKnownFor(address) ? { password: name, required: false, words: null } : null;
}

function isKnownFor(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return known.hosts.some((host) => isAtOrBelow(hostname, host));
}

/** The same for a fill: null when the fill has no code, so that the password is typed alone. */
export function codeToAppend(form: ViewForm, address: string, names: readonly string[]): AppendedCode | null {
  const code = appendedCode(form, address);
  return code !== null && names.includes(code.password) && names.includes(APPENDED) ? code : null;
}

/** The values by field, with the code appended to the password. */
export function append(values: ReadonlyMap<string, string>, { password }: AppendedCode): Map<string, string> {
  const writing = new Map(values);
  writing.set(password, `${values.get(password)}${values.get(APPENDED)}`);
  writing.delete(APPENDED);
  return writing;
}
