import { readFile } from 'node:fs/promises';
import { siteAt, siteOf } from '../../contract/address/site.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { type ReadState, readState } from '../../contract/profile/imported-state.js';
import type { LeftOut } from '../../contract/profile/profile-import.js';
import { decodeText } from '../terminal/decode-text.js';
import type { Io } from '../terminal/io.js';
import { readChromium } from './chromium-session.js';
import { isSqlite, readFirefox } from './firefox-cookies.js';

export interface SessionSource {
  readonly storageState?: string;
  readonly cdp?: string;
}

async function readBytes(io: Io, file: string): Promise<Uint8Array> {
  if (file === '-') return await io.readStdin();
  try {
    return await readFile(file);
  } catch {
    throw new AgentAuthError('invalid_input', { file, expected: 'a file that can be read' });
  }
}

async function readGiven(io: Io, { storageState: file, cdp }: SessionSource, site: string): Promise<unknown> {
  if ((file === undefined) === (cdp === undefined))
    throw new AgentAuthError('invalid_input', { option: '--storage-state', expected: 'a file, or --cdp' });
  if (cdp !== undefined) return readChromium(cdp, site);
  const bytes = await readBytes(io, file!);
  return isSqlite(bytes) ? readFirefox(file!) : decodeText(bytes, file!);
}

/** A left-out cookie whose site can't be told may be of this one. */
const isOf = ({ domain }: LeftOut, site: string): boolean => domain === null || siteOf(domain) === site;

/**
 * The session of one site, out of a file or a browser; nothing of other sites leaves this process.
 * @throws AgentAuthError `invalid_input`; nothing of the session is in it
 */
export async function readSession(io: Io, source: SessionSource, domain: string): Promise<ReadState> {
  const site = siteOf(new URL(`https://${domain}/`).hostname);
  const given = await readGiven(io, source, site);
  let read: ReadState;
  try {
    read = readState(given, Date.now());
  } catch (error) {
    if (!(error instanceof AgentAuthError)) throw error;
    const { fields: _, ...details } = error.details;
    throw new AgentAuthError(error.code, { file: source.storageState ?? '--cdp', ...details });
  }
  const { cookies, origins } = read.storage_state;
  const isHere = (origin: string): boolean => siteAt(origin) === site || new URL(origin).hostname === site;
  const storage_state = {
    cookies: cookies.filter((cookie) => siteOf(cookie.domain) === site),
    origins: origins.filter(({ origin }) => isHere(origin)),
  };
  return { storage_state, left_out: read.left_out.filter((one) => isOf(one, site)) };
}
