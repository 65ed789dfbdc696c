/**
 * A property or method as the platform defines it. In a form, a field named `id` or `matches` shadows the form's own member; in a
 * document, a form or picture named `body` or `title` does (HTML standard, 4.10.3 and 3.1.7). Real sites use such names.
 */
export function native<T extends Element | Document | ShadowRoot, K extends keyof T>(of: T, key: K): T[K] {
  const value = of[key];
  if (typeof value === 'function') return value.bind(of);
  // Only an element or a list of elements can shadow a member; any other value is the platform's own.
  const prototype = typeof value === 'object' && value !== null ? prototypeOf(of) : null;
  if (prototype === null) return value;
  const own: T[K] = Reflect.get(prototype, key, of);
  return typeof own === 'function' ? own.bind(of) : own;
}

function prototypeOf(of: object): object | null {
  if (of instanceof HTMLFormElement) return HTMLFormElement.prototype;
  return of instanceof Document ? Document.prototype : null;
}
