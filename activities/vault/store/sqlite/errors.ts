import { AgentAuthError, type ErrorCode } from '../../../../contract/errors/errors.js';
import { DatabaseBusy } from '../errors.js';

/** Codes of SQLite that say something about the folder. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  SQLITE_FULL: 'state_dir_full',
  SQLITE_READONLY: 'state_dir_unwritable',
  SQLITE_PERM: 'state_dir_unwritable',
  SQLITE_CANTOPEN: 'state_dir_unwritable',
  SQLITE_IOERR: 'state_dir_unwritable',
  SQLITE_CORRUPT: 'state_dir_invalid',
  SQLITE_NOTADB: 'state_dir_invalid',
};

const isBusy = (code: string): boolean => code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');

/** Without what it says more closely: `SQLITE_IOERR_WRITE` is one of `SQLITE_IOERR`. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '';
}

/** Replaces the database's own errors, whose texts could quote a value. */
export function sqliteError(error: unknown): AgentAuthError | DatabaseBusy {
  if (error instanceof AgentAuthError || error instanceof DatabaseBusy) return error;
  const code = codeOf(error);
  if (isBusy(code)) return new DatabaseBusy();
  return new AgentAuthError(CODES[code] ?? 'vault_unavailable', code === '' ? {} : { database: code });
}
