/**
 * Whether this browser has what sealing needs (RFC 7748 X25519, RFC 8032 Ed25519, in a secure context):
 * better said before a person has typed than after.
 */
export async function canSeal(): Promise<boolean> {
  if (!isSecureContext) return false;
  try {
    await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}
