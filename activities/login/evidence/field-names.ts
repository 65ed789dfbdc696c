import type { PageView, ViewField } from '../page-world/view.js';
import { isOwnName } from './own-name.js';
import type { Scrubber } from './scrub.js';

/** The form of the names that are given here. A site may use it too. */
const NUMBERED = /^field(_\d+)?$/;

/** The name of a field that has no place: it can't be told from others, so that nobody is asked for it. */
export const NO_PLACE = 'field_0';

/** Gives slugs the places that they keep; see `LoginVault.nameFields`. */
export type Register = (slugs: readonly string[]) => Promise<readonly string[]>;

/**
 * The names of an agent's fields as they may stand in plain. The engine names a field after its label, which the site wrote; what is no name of ours,
 * no key of the credential and not made of our words is `field_1`, `field_2`, the same in every login of the agent.
 */
export class FieldNames {
  #slugs: readonly string[];
  readonly #plain: Set<string>;
  readonly #scrub: Scrubber;
  readonly #used = new Map<string, string>();
  readonly #renamed = new WeakSet<ViewField>();

  /**
   * @param slugs that have their places already
   * @param plain names that are no secret: keys of the credential, and what stands in the login's history already
   * @param scrub knows what no field is to be named after
   */
  constructor(slugs: readonly string[], plain: Iterable<string>, scrub: Scrubber) {
    this.#scrub = scrub;
    this.#slugs = slugs;
    this.#plain = new Set([...plain].filter((name) => !NUMBERED.test(name)));
  }

  /** More names that are no secret: keys of an item that was read since. */
  add(plain: Iterable<string>): void {
    for (const name of plain) if (!NUMBERED.test(name)) this.#plain.add(name);
  }

  /** Gives the fields of a page their names in plain. Names that a recipe gives are its author's own words. */
  async apply(view: PageView, register: Register): Promise<void> {
    const forms = [...view.forms, ...view.rivals, ...(view.best === null ? [] : [view.best])].filter(
      ({ source }) => source !== 'recipe',
    );
    for (const form of forms) this.#renameEchoes(form.fields);
    const fields = forms.flatMap((form) => form.fields).filter((field) => !this.#renamed.has(field));
    const foreign = [...new Set(fields.map(({ name }) => name))].filter(
      (name) => !this.isPlain(name) && !this.#scrub.holdsValue(name),
    );
    if (foreign.some((name) => !this.#slugs.includes(name))) this.#slugs = await register(foreign);
    for (const field of fields) {
      if (this.#renamed.has(field)) continue;
      this.#renamed.add(field);
      if (!this.isPlain(field.name)) field.name = this.#numbered(field.name);
    }
  }

  /** A field that the site calls like a value that was given, such as a way to log in that was picked from a list: by what its author calls it. */
  #renameEchoes(fields: readonly ViewField[]): void {
    const isFree = (name: string): boolean =>
      !this.#scrub.holdsValue(name) && !fields.some((other) => other.name === name);
    for (const field of fields) {
      const { name } = field;
      const isKnown = this.#renamed.has(field) || this.isPlain(name) || this.#slugs.includes(name);
      if (!isKnown && this.#scrub.holdsValue(name)) field.name = field.called.find(isFree) ?? name;
    }
  }

  /** What callers see a field under. */
  slugOf(name: string): string {
    return this.#used.get(name) ?? name;
  }

  /** Those of the login's fields that have another name in plain. */
  get used(): Record<string, string> {
    return Object.fromEntries(this.#used);
  }

  /** Whether a name may stand in plain: a key of the credential, or made of words of ours. */
  isPlain(slug: string): boolean {
    return this.#plain.has(slug) || isOwnName(slug);
  }

  #numbered(slug: string): string {
    const at = this.#slugs.indexOf(slug);
    // A field keeps the place that it had before a value was given: a branch may have words in common with the label of its field.
    if (at === -1) return NO_PLACE;
    const name = `field_${at + 1}`;
    this.#used.set(name, slug);
    return name;
  }
}
