import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { BEGIN_AGAIN } from '../../../contract/agent/reauth-wait.js';
import type { PendingField } from '../../../contract/invocation/invocation.js';
import type { HostedState } from '../../../server/hosted/session/state.js';

export const INVOCATION_ID = 'inv_0a1b2c3d4e5f60718293a4b5';

/** A sealing key as the vault publishes it, and the private part that opens what is sealed to it. */
export interface TestKey {
  readonly kid: string;
  readonly published: string;
  readonly privateKey: CryptoKey;
}

export async function makeKey(): Promise<TestKey> {
  const identity = await generateKeyPair('Ed25519', { extractable: true });
  const sealing = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const jwk = await exportJWK(sealing.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const not_after = new Date(Date.now() + 3_600_000).toISOString();
  const payload = new TextEncoder().encode(JSON.stringify({ kid, jwk, not_after, subject: INVOCATION_ID }));
  const header: { alg: string; jwk: JWK } = { alg: 'Ed25519', jwk: await exportJWK(identity.publicKey) };
  const published = await new CompactSign(payload).setProtectedHeader(header).sign(identity.privateKey);
  return { kid, published, privateKey: sealing.privateKey };
}

export const field = (name: string, type: PendingField['type'], more: Partial<PendingField> = {}): PendingField => ({
  name,
  label: '',
  selector: `input[name=${name}]`,
  type,
  required: true,
  placeholder: null,
  hint: null,
  reason: 'missing',
  options: null,
  ...more,
});

export const password = (more: Partial<PendingField> = {}): PendingField =>
  field('password', 'password', { label: 'Password', ...more });

const at = '2026-01-05T10:00:00.000Z';
const opened = { at, event: 'opened' } as const;
const filling = { at, event: 'filling', fields: ['email'] } as const;

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** What `retrieve` answers at the start of a login. */
export const started = (key: TestKey): HostedState => ({
  app_name: 'Acme Automations',
  invocation_id: INVOCATION_ID,
  domain: 'accounts.example.co.uk',
  profile_name: 'marketing',
  status: 'IN_PROGRESS',
  step: 'initialized',
  version: 1,
  question: 0,
  sealing_key: key.published,
  expires_at: inMinutes(9),
  pending_fields: [],
  pending_sso_buttons: [],
  mfa_options: [],
  sign_in_options: [],
  external_action_message: null,
  website_error: null,
  error_code: null,
  last_rejected: null,
  save_credential_as: 'marketing-login',
  session_expires_at: null,
  timeline: [{ at, event: 'started' }],
});

const asks = (change: Partial<HostedState>): Partial<HostedState> => ({
  step: 'awaiting_input',
  question: 1,
  timeline: [opened],
  ...change,
});

/** Every state that a person can see, by the name of its picture. */
export const STATES = {
  discovering: { step: 'discovering' },
  'form-password': asks({ pending_fields: [password()] }),
  'form-several': asks({
    save_credential_as: null,
    pending_fields: [
      field('email', 'email', { label: 'E-mail address', placeholder: 'you@example.com' }),
      password(),
      field('company_id', 'text', { label: 'Company ID', hint: 'On your last invoice, top right.', required: false }),
      field('region', 'text', {
        label: 'Region',
        options: [
          { value: 'eu', label: 'Europe' },
          { value: 'us', label: 'United States' },
        ],
      }),
    ],
  }),
  'form-code': asks({
    pending_fields: [
      field('code', 'code', {
        label: 'Verification code',
        placeholder: '123456',
        hint: 'We sent a 6-digit code to •••• 42.',
      }),
    ],
  }),
  'form-and-sso': asks({
    pending_fields: [password()],
    pending_sso_buttons: [
      { label: 'Continue with Google', provider: 'google', selector: '//button[1]' },
      { label: '', provider: 'GitHub', selector: '//button[2]' },
    ],
  }),
  refused: asks({
    question: 2,
    website_error: 'Wrong password. You have 4 attempts left.',
    pending_fields: [password({ reason: 'rejected' })],
    timeline: [opened, filling],
  }),
  sso: asks({
    pending_sso_buttons: [
      { label: 'Continue with Google', provider: 'google', selector: '//button[1]' },
      { label: 'Continue with Microsoft', provider: 'microsoft', selector: '//button[2]' },
    ],
  }),
  mfa: asks({
    mfa_options: [
      { type: 'switch', label: 'Try another way', target: null, description: null },
      { type: 'sms', label: 'Text message', target: '•••• ••42', description: null },
      { type: 'push', label: '', target: null, description: 'Tap Yes in the Example app' },
      { type: 'totp', label: 'Authenticator app', target: null, description: null },
    ],
  }),
  accounts: asks({
    sign_in_options: [
      { id: 'a1', label: 'Ada Lovelace', description: 'ada@example.co.uk' },
      { id: 'a2', label: 'Example Marketing', description: 'team-marketing@example.co.uk' },
      { id: 'other', label: 'Use another account', description: null },
    ],
  }),
  presence: asks({
    question: 2,
    sign_in_options: [{ id: BEGIN_AGAIN, label: '', description: null }],
    timeline: [opened, filling],
  }),
  'form-parked': asks({
    pending_fields: [password()],
    sign_in_options: [{ id: BEGIN_AGAIN, label: '', description: null }],
    timeline: [opened],
  }),
  external: {
    step: 'awaiting_external_action',
    external_action_message: 'Tap “Yes” on the Example prompt on your phone, then choose 42.',
    timeline: [opened],
  },
  submitting: { step: 'submitting', timeline: [opened, filling] },
  'code-waiting': {
    step: 'submitting',
    timeline: [opened, filling, { at, event: 'code_waiting', until: inMinutes(0.5) }],
  },
  success: { status: 'SUCCESS', step: 'completed', sealing_key: null, session_expires_at: inMinutes(60 * 24 * 30) },
  failed: {
    status: 'FAILED',
    step: 'completed',
    sealing_key: null,
    error_code: 'account_locked',
    website_error: 'Your account has been locked for security reasons.',
  },
  expired: { status: 'EXPIRED', step: 'expired', sealing_key: null, error_code: 'awaiting_input_timeout' },
  canceled: { status: 'CANCELED', step: 'completed', sealing_key: null },
  found: { status: 'CANCELED', step: 'completed', sealing_key: null, error_code: 'session_found' },
} satisfies Record<string, Partial<HostedState>>;

export type StateName = keyof typeof STATES;
