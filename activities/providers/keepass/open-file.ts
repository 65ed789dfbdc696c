import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile, stat } from 'node:fs/promises';
import kdbxweb, { type Kdbx } from 'kdbxweb';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { MAX_ANSWER_BYTES } from '../shared/ask.js';
import { answerInvalid, unavailable } from '../shared/trouble.js';
import { makeKey } from './make-key.js';

/** Memory for the key of a file, in KiB. More than four times of what KeePassXC takes would let a file exhaust the worker. */
const MAX_ARGON2_MEMORY = 256 * 1024;
const MAX_ARGON2_ITERATIONS = 100;
/** Each lane has this much of the memory at least (RFC 9106, section 3.1). KiB. */
const MIN_ARGON2_LANE = 8;
/** Of the older way to make it, which takes seconds for so many. */
const MAX_AES_ROUNDS = 100_000_000;

/** How long the key of the file that is being opened may take: kdbxweb asks one place for the keys of all files. */
const timeLimit = new AsyncLocalStorage<number>();
/** Where nobody has said so. */
const DEFAULT_MS = 60_000;

kdbxweb.CryptoEngine.setArgon2Impl(async (password, salt, memory, iterations, length, parallelism, type) => {
  if (memory > MAX_ARGON2_MEMORY || iterations > MAX_ARGON2_ITERATIONS) throw answerInvalid('too_large');
  if (iterations < 1 || parallelism < 1 || memory < MIN_ARGON2_LANE * parallelism) throw answerInvalid('unexpected');
  const task = {
    kind: type === kdbxweb.CryptoEngine.Argon2TypeArgon2d ? 'argon2d' : 'argon2id',
    password: new Uint8Array(password),
    salt: new Uint8Array(salt),
    memorySize: memory,
    iterations,
    hashLength: length,
    parallelism,
  } as const;
  return new Uint8Array(await makeKey(task, timeLimit.getStore() ?? DEFAULT_MS)).buffer;
});

const bytesOf = async (file: string): Promise<ArrayBuffer> => {
  try {
    const { size } = await stat(file);
    if (size > MAX_ANSWER_BYTES) throw answerInvalid('too_large');
    return new Uint8Array(await readFile(file)).buffer;
  } catch (error) {
    throw error instanceof AgentAuthError ? error : unavailable('not_there');
  }
};

/** How often a file wants its key encrypted, where it does: a number that would not end costs the one who wrote it nothing. */
function aesRoundsOf(bytes: ArrayBuffer): number {
  const context = new kdbxweb.KdbxContext({ kdbx: new kdbxweb.Kdbx() });
  const header = kdbxweb.KdbxHeader.read(new kdbxweb.BinaryStream(bytes), context);
  const rounds = header.keyEncryptionRounds ?? header.kdfParameters?.get('R') ?? 0;
  return Number(rounds.valueOf());
}

/**
 * Opens a file that others go on editing.
 * @param timeoutMs how long its key may take
 * @throws AgentAuthError `provider_token_invalid` (password or key file), `provider_answer_invalid`, `provider_unavailable`
 */
export async function openFile(
  file: string,
  password: string,
  keyFile: string | null,
  timeoutMs = DEFAULT_MS,
): Promise<Kdbx> {
  const bytes = await bytesOf(file);
  const key = keyFile === null ? null : await bytesOf(keyFile);
  const secret = password === '' ? null : kdbxweb.ProtectedValue.fromString(password);
  try {
    if (aesRoundsOf(bytes) > MAX_AES_ROUNDS) throw answerInvalid('too_large');
    const credentials = new kdbxweb.Credentials(secret, key);
    return await timeLimit.run(timeoutMs, () => kdbxweb.Kdbx.load(bytes, credentials));
  } catch (error) {
    if (error instanceof AgentAuthError) throw error;
    const isKey = error instanceof kdbxweb.KdbxError && error.code === kdbxweb.Consts.ErrorCodes.InvalidKey;
    if (isKey) throw new AgentAuthError('provider_token_invalid');
    throw answerInvalid(bytes.byteLength === 0 ? 'nothing' : 'unexpected');
  }
}
