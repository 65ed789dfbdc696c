/**
 * Runs in each document before its own scripts: a passkey ceremony that a page starts by itself fails as if the user had declined
 * (WebAuthn section 5.1.4), so that its fallback appears. Nobody is there to answer, and nothing must be enrolled. Conditional requests
 * are left alone: they only wait for a choice in a field's autofill list.
 */
export function declinePasskeys(): void {
  const container = navigator.credentials as CredentialsContainer | undefined;
  if (container === undefined) return;
  const declined = (): Promise<never> =>
    Promise.reject(new DOMException('The request was declined.', 'NotAllowedError'));
  const get = container.get.bind(container);
  const create = container.create.bind(container);
  container.get = (options) =>
    options?.publicKey !== undefined && options.mediation !== 'conditional' ? declined() : get(options);
  container.create = (options) => (options?.publicKey === undefined ? create(options) : declined());
}
