/**
 * Makes the worked example of docs/contract.md. Each run draws new keys; the file in the repository is one run.
 *
 *   npm run build && node docs/vectors/make.mjs > docs/vectors/sealing.json
 */
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { sealText } from 'temporal-agent-auth/contract';

const identity = await generateKeyPair('Ed25519', { extractable: true });
const sealing = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
const identityJwk = await exportJWK(identity.publicKey);
const publicJwk = await exportJWK(sealing.publicKey);

/** @type {import('temporal-agent-auth/contract').Place} */
const place = { purpose: 'answer', invocation: 'inv_ZG9jcy1jb250cmFjdC1tZA', step: 1, field: 'password' };
const key = { kid: 'key_example', jwk: publicJwk };
const published = { ...key, subject: place.invocation, not_after: '2100-01-01T00:00:00.000Z' };
const value = 'correct horse battery staple';

const vector = {
  pin: await calculateJwkThumbprint(identityJwk),
  published_key: await new CompactSign(new TextEncoder().encode(JSON.stringify(published)))
    .setProtectedHeader({ alg: 'Ed25519', jwk: identityJwk })
    .sign(identity.privateKey),
  private_jwk: await exportJWK(sealing.privateKey),
  kid: key.kid,
  place,
  value,
  sealed: await sealText(value, key, place),
};
console.log(JSON.stringify(vector, null, 2));
