/**
 * Runs in each document before its own scripts. A service worker that takes control makes many applications reload, at times in the middle of a
 * login: none is registered on a page that shows something to work with. A page that shows nothing may be waiting for its worker, and gets it.
 */
export function gateServiceWorkers(): void {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  // There is one already: a page that asks for it again changes nothing.
  if (container === undefined || container.controller !== null) return;
  const register = container.register.bind(container);
  /** Ms until a page has shown what it can show without. */
  const WAIT_MS = 500;
  const isBlank = (): boolean => document.querySelector('input, textarea, select, button, a[href], iframe') === null;
  const shown = new Promise<void>((resolve) => {
    const soon = (): unknown => setTimeout(resolve, WAIT_MS);
    if (document.readyState === 'complete') soon();
    else addEventListener('load', soon, { once: true });
  });
  Object.defineProperty(ServiceWorkerContainer.prototype, 'register', {
    configurable: true,
    writable: true,
    value: async (...given: Parameters<typeof register>) => {
      await shown;
      return isBlank() ? register(...given) : undefined;
    },
  });
}
