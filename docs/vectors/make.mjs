/**
 * Makes the worked example of docs/contract.md. Each run draws new keys; the file in the repository is one run.
 *
 *   npm run build && node docs/vectors/make.mjs > docs/vectors/sealing.json
 */
import { randomBytes } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { hashOfSealed, sealEntitlement, sealShown, sealText } from 'temporal-agent-auth/contract';

const identity = await generateKeyPair('Ed25519', { extractable: true });
const sealing = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
const identityJwk = await exportJWK(identity.publicKey);
const publicJwk = await exportJWK(sealing.publicKey);

const at = { invocation_id: 'inv_ZG9jcy1jb250cmFjdC1tZA', question: 1 };
/** @type {import('temporal-agent-auth/contract').Place} */
const place = { purpose: 'answer', invocation: at.invocation_id, step: at.question, field: 'password' };
const key = { kid: 'key_example', jwk: publicJwk };
const published = { ...key, subject: place.invocation, not_after: '2100-01-01T00:00:00.000Z' };
const value = 'correct horse battery staple';
const sealed = await sealText(value, key, place);

const proof = { link_code: randomBytes(33).toString('base64url') };
const viewKey = randomBytes(32).toString('base64url');
const shown = {
  url: 'https://example.com/login',
  names: { field_1: 'kundennummer' },
  fields: {
    field_1: { label: 'Kundennummer', selector: '#kd', placeholder: null, hint: 'On your card', options: null },
  },
};
const choice = { selected_mfa_type: 'sms' };

const vector = {
  pin: await calculateJwkThumbprint(identityJwk),
  published_key: await new CompactSign(new TextEncoder().encode(JSON.stringify(published)))
    .setProtectedHeader({ alg: 'Ed25519', jwk: identityJwk })
    .sign(identity.privateKey),
  private_jwk: await exportJWK(sealing.privateKey),
  kid: key.kid,
  place,
  value,
  sealed,
  entitlement: {
    place: { purpose: 'entitlement', invocation: at.invocation_id, step: at.question },
    plain: { ...proof, answer: { field_values: { password: await hashOfSealed(sealed) } } },
    sealed: await sealEntitlement(proof, { field_values: { password: sealed } }, key, at),
  },
  choice: {
    plain: { ...proof, answer: choice },
    sealed: await sealEntitlement(proof, choice, key, at),
  },
  shown: { view_key: viewKey, plain: shown, sealed: await sealShown(shown, viewKey) },
};
console.log(JSON.stringify(vector, null, 2));
