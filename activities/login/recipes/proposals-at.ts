import { isForHost } from '../../../contract/recipes/host.js';
import { isFieldName, type Recipe } from '../../../contract/recipes/recipe.js';
import { splitAtShadows } from '../../../contract/recipes/selector.js';
import type { ProposedField, ProposedForm } from '../page-world/agent.js';

type WrittenForm = Recipe['forms'][number];

/** What the engine calls the fields that have a name of their own in recipes; every other field is custom. */
const KNOWN: Readonly<Record<string, Pick<ProposedField, 'name' | 'role'>>> = {
  username: { name: 'username', role: 'identifier' },
  email: { name: 'email', role: 'identifier' },
  phone: { name: 'phone', role: 'identifier' },
  password: { name: 'password', role: 'password' },
  oneTimeCode: { name: 'code', role: 'otp' },
};

export const isKnownField = (name: string): boolean => Object.hasOwn(KNOWN, name);

/** What recipes call a field; null for one that they have no name for. */
export function fieldNameFor({ name, role }: { readonly name: string; readonly role: string }): string | null {
  const known = Object.entries(KNOWN).find(
    ([, field]) => field.name === name || (field.role === role && role !== 'identifier'),
  );
  if (known === undefined) return role === 'custom' && isFieldName(name) ? name : null;
  return known[1].name === name && known[1].role === role ? known[0] : null;
}

/** The forms that recipes describe for the document at an address. */
export function proposalsAt(recipes: readonly Recipe[], address: string): ProposedForm[] {
  if (!URL.canParse(address)) return [];
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return [];
  return recipes
    .filter((recipe) => isForHost(recipe.host, host) && (recipe.paths ?? ['/*']).some((path) => isAt(path, pathname)))
    .flatMap(({ forms }) => forms.map(toProposal));
}

/** A slash at the end makes no difference. */
function isAt(written: string, pathname: string): boolean {
  if (written.endsWith('*')) return pathname.startsWith(written.slice(0, -1));
  return bare(written) === bare(pathname);
}

const bare = (path: string): string => path.replace(/\/$/, '');

function toProposal({ container, fields, actions }: WrittenForm): ProposedForm {
  const pressed = [...(actions?.submit ?? []), ...(actions?.next ?? [])].map(splitAtShadows);
  return {
    container: container?.map(splitAtShadows) ?? null,
    fields: Object.entries(fields).map(([key, alternatives = []]) => ({
      ...((isKnownField(key) ? KNOWN[key] : undefined) ?? { name: key, role: 'custom' }),
      at: alternatives.map((entry) => [entry].flat().map(splitAtShadows)),
    })),
    submit: pressed.length === 0 ? null : pressed,
  };
}
