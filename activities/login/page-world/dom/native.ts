/**
 * A property or method as the platform defines it. In a form, a field called `id` or `matches` stands in front of the form's own,
 * in a document a form or picture called `body` or `title` in front of the document's (HTML standard, 4.10.3 and 3.1.7); and sites
 * do call them so.
 */
export function native<T extends Element | Document | ShadowRoot, K extends keyof T>(of: T, key: K): T[K] {
  const value = of[key];
  if (typeof value === 'function') return value.bind(of);
  // What stands in front is an element or a list of some: nothing else has to be looked up again.
  const prototype = typeof value === 'object' && value !== null ? prototypeOf(of) : null;
  if (prototype === null) return value;
  const own: T[K] = Reflect.get(prototype, key, of);
  return typeof own === 'function' ? own.bind(of) : own;
}

function prototypeOf(of: object): object | null {
  if (of instanceof HTMLFormElement) return HTMLFormElement.prototype;
  return of instanceof Document ? Document.prototype : null;
}
