import { randomBytes } from 'node:crypto';

/** A new id that nobody can guess: prefix, underscore, 128 random bits as base64url. */
export const newId = (
  prefix:
    | 'cred'
    | 'prof'
    | 'vk'
    | 'ik'
    | 'ak'
    | 'chg'
    | 'chk'
    | 'cmp'
    | 'hold'
    | 'prov'
    | 'wh'
    | 'lease'
    | 'read'
    | 'rst',
): string => `${prefix}_${randomBytes(16).toString('base64url')}`;
