/** Binds the methods of an object to it, so that each can be handed on by itself: `ids.map(auth.credentials.retrieve)`. */
export function bindMethods(object: object): void {
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object));
  for (const [name, { value }] of Object.entries(methods)) {
    if (typeof value === 'function')
      Object.defineProperty(object, name, { value: value.bind(object), enumerable: true });
  }
}
