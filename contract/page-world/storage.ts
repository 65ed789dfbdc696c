/** What runs in a document to put storage into its origin, and to take it out: in the form of Playwright's storage state. */

interface Index {
  readonly name: string;
  readonly keyPath?: string;
  readonly keyPathArray?: string[];
  readonly multiEntry: boolean;
  readonly unique: boolean;
}
interface Store {
  readonly name: string;
  readonly autoIncrement: boolean;
  readonly keyPath?: string;
  readonly keyPathArray?: string[];
  readonly indexes: readonly Index[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
}
interface Stored {
  readonly localStorage: readonly { readonly name: string; readonly value: string }[];
  readonly indexedDB?: readonly {
    readonly name: string;
    readonly version: number;
    readonly stores: readonly Store[];
  }[];
}

/** Made into text: it names nothing that is outside of it. */
export async function restoreStorage({ localStorage: items, indexedDB: databases = [] }: Stored): Promise<void> {
  const ARRAYS: Readonly<Record<string, (buffer: ArrayBuffer) => unknown>> = {
    i8: (buffer) => new Int8Array(buffer),
    ui8: (buffer) => new Uint8Array(buffer),
    ui8c: (buffer) => new Uint8ClampedArray(buffer),
    i16: (buffer) => new Int16Array(buffer),
    ui16: (buffer) => new Uint16Array(buffer),
    i32: (buffer) => new Int32Array(buffer),
    ui32: (buffer) => new Uint32Array(buffer),
    f32: (buffer) => new Float32Array(buffer),
    f64: (buffer) => new Float64Array(buffer),
    bi64: (buffer) => new BigInt64Array(buffer),
    bui64: (buffer) => new BigUint64Array(buffer),
  };
  const NUMBERS: Readonly<Record<string, unknown>> = {
    null: null,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
    '-0': -0,
  };
  const bytesOf = (base64: string): ArrayBuffer => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;

  /** Values that JSON does not know, as Playwright writes them. */
  // biome-ignore lint/suspicious/noExplicitAny: a value of any kind, by the one member that names its kind
  const decoded = (value: any, refs: Map<number, unknown>): any => {
    if (typeof value !== 'object' || value === null) return value;
    if ('ref' in value) return refs.get(value.ref);
    if ('v' in value) return NUMBERS[value.v];
    if ('d' in value) return new Date(value.d);
    if ('u' in value) return new URL(value.u);
    if ('bi' in value) return BigInt(value.bi);
    if ('r' in value) return new RegExp(value.r.p, value.r.f);
    if ('e' in value) return Object.assign(new Error(value.e.m), { name: value.e.n, stack: value.e.s });
    if ('ta' in value) return ARRAYS[value.ta.k]?.(bytesOf(value.ta.b));
    if ('ab' in value) return bytesOf(value.ab.b);
    const made = 'a' in value ? [] : 'm' in value ? new Map() : 's' in value ? new Set() : {};
    refs.set(value.id, made);
    if (Array.isArray(made)) for (const item of value.a) made.push(decoded(item, refs));
    else if (made instanceof Map) for (const { k, v } of value.m) made.set(decoded(k, refs), decoded(v, refs));
    else if (made instanceof Set) for (const item of value.s) made.add(decoded(item, refs));
    else
      for (const { k, v } of value.o)
        Object.defineProperty(made, k, {
          value: decoded(v, refs),
          enumerable: true,
          configurable: true,
          writable: true,
        });
    return made;
  };
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const member = (record: Readonly<Record<string, unknown>>, name: string): IDBValidKey =>
    name in record ? (record[name] as IDBValidKey) : decoded(record[`${name}Encoded`], new Map());

  localStorage.clear();
  for (const { name, value } of items) localStorage.setItem(name, value);
  for (const { name, version, stores } of databases) {
    await done(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const store of stores) {
        const keyPath = store.keyPathArray ?? store.keyPath ?? null;
        const made = opening.result.createObjectStore(store.name, { autoIncrement: store.autoIncrement, keyPath });
        for (const { name: index, keyPathArray, keyPath: path = '', unique, multiEntry } of store.indexes)
          made.createIndex(index, keyPathArray ?? path, { unique, multiEntry });
      }
    };
    const database = await done(opening);
    const filled = stores.filter(({ records }) => records.length > 0);
    if (filled.length > 0) {
      const transaction = database.transaction(
        filled.map((store) => store.name),
        'readwrite',
      );
      for (const { name: at, records, keyPath, keyPathArray } of filled) {
        const isInline = keyPath !== undefined || keyPathArray !== undefined;
        for (const record of records)
          transaction.objectStore(at).add(member(record, 'value'), isInline ? undefined : member(record, 'key'));
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
    }
    database.close();
  }
}

/** Made into text: it names nothing that is outside of it. */
export async function collectStorage(): Promise<Stored> {
  const KINDS: Readonly<Record<string, string>> = {
    Int8Array: 'i8',
    Uint8Array: 'ui8',
    Uint8ClampedArray: 'ui8c',
    Int16Array: 'i16',
    Uint16Array: 'ui16',
    Int32Array: 'i32',
    Uint32Array: 'ui32',
    Float32Array: 'f32',
    Float64Array: 'f64',
    BigInt64Array: 'bi64',
    BigUint64Array: 'bui64',
  };
  const base64Of = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
  let isPlain = true;
  const encoded = (value: unknown, ids: Map<unknown, number>): unknown => {
    const special = (written: unknown): unknown => {
      isPlain = false;
      return written;
    };
    if (typeof value === 'bigint') return special({ bi: String(value) });
    if (value === undefined || typeof value === 'symbol' || typeof value === 'function')
      return special({ v: 'undefined' });
    if (value === null) return { v: 'null' };
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return special({ v: Object.is(value, -0) ? '-0' : String(value) });
    if (typeof value !== 'object') return value;
    const kind = kindOf(value);
    if (kind === 'Date') return special({ d: (value as Date).toJSON() });
    if (kind === 'URL') return special({ u: String(value) });
    if (kind === 'RegExp') return special({ r: { p: (value as RegExp).source, f: (value as RegExp).flags } });
    if (kind === 'Error') {
      const { name, message, stack } = value as Error;
      return special({ e: { n: name, m: message, s: stack ?? '' } });
    }
    const array = KINDS[kind];
    if (array !== undefined) {
      const { buffer, byteOffset, byteLength } = value as Uint8Array;
      return special({ ta: { b: base64Of(new Uint8Array(buffer, byteOffset, byteLength)), k: array } });
    }
    if (kind === 'ArrayBuffer') return special({ ab: { b: base64Of(new Uint8Array(value as ArrayBuffer)) } });
    const known = ids.get(value);
    if (known !== undefined) return special({ ref: known });
    const id = ids.size + 1;
    ids.set(value, id);
    if (kind === 'Map')
      return special({
        id,
        m: [...(value as Map<unknown, unknown>)].map(([k, v]) => ({ k: encoded(k, ids), v: encoded(v, ids) })),
      });
    if (kind === 'Set') return special({ id, s: [...(value as Set<unknown>)].map((item) => encoded(item, ids)) });
    if (Array.isArray(value)) return { id, a: value.map((item) => encoded(item, ids)) };
    // A key that can't be exported, or a file, comes out as an empty object.
    if (kind !== 'Object') isPlain = false;
    return { id, o: Object.entries(value).map(([k, v]) => ({ k, v: encoded(v, ids) })) };
  };
  const written = (name: string, value: unknown): Record<string, unknown> => {
    isPlain = true;
    const inCode = encoded(value, new Map());
    return isPlain ? { [name]: value } : { [`${name}Encoded`]: inCode };
  };
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const pathOf = (path: string | string[] | null) =>
    typeof path === 'string' ? { keyPath: path } : path === null ? {} : { keyPathArray: [...path] };

  const databases = [];
  for (const { name = '', version = 1 } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const stores = [];
    const names = [...database.objectStoreNames];
    if (names.length > 0) {
      const transaction = database.transaction(names, 'readonly');
      for (const at of names) {
        const store = transaction.objectStore(at);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        const records = values.map((value, i) => ({
          ...(store.keyPath === null ? written('key', keys[i]) : {}),
          ...written('value', value),
        }));
        const indexes = [...store.indexNames].map((each) => {
          const { name: index, keyPath, multiEntry, unique } = store.index(each);
          return { name: index, ...pathOf(keyPath), multiEntry, unique };
        });
        stores.push({ name: at, records, indexes, autoIncrement: store.autoIncrement, ...pathOf(store.keyPath) });
      }
    }
    database.close();
    databases.push({ name, version, stores });
  }
  const items = Object.entries({ ...localStorage }).map(([name, value]) => ({ name, value: String(value) }));
  return { localStorage: items, ...(databases.length === 0 ? {} : { indexedDB: databases }) };
}
