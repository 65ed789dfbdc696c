/** A token that the SDK's core reads, of an account that does not exist: it signs in at `address`, so that a test can answer it. */
export function serviceAccountToken(address: string): string {
  const hex = 'a'.repeat(64);
  const k = Buffer.alloc(32, 1).toString('base64url');
  const content = {
    signInAddress: address,
    userAuth: { method: 'SRPg-4096', alg: 'PBES2g-HS256', iterations: 650_000, salt: 'SkMUkFIVNhWZ2pvbYsvGVQ' },
    email: 'nobody@1passwordserviceaccounts.com',
    srpX: hex,
    muk: { alg: 'A256GCM', ext: true, k, key_ops: ['encrypt', 'decrypt'], kty: 'oct', kid: 'mp' },
    secretKey: 'A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
    throttleSecret: { seed: hex, uuid: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
    deviceUuid: 'abcdefghijklmnopqrstuvwxyz',
  };
  return `ops_${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
}
