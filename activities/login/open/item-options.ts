import type { SignInOption } from '../../../contract/index.js';
import { NO_ITEM } from '../../../contract/invocation/item-choice.js';
import type { ItemChoice } from '../../vault/types.js';
import type { Login } from '../login.js';

/** The items that fit, as a person chooses between them. */
export function itemOptions({ grant }: Pick<Login, 'grant'>, choices: readonly ItemChoice[]): SignInOption[] {
  const asked = `Several items of the credential provider are for ${grant.domain}. The agent remembers which one is right.`;
  const none = { id: NO_ITEM, label: 'None of these', description: 'Type the values by hand, this time.' };
  const shown = choices.map(({ id, path, account }) => ({
    id,
    label: account === null ? path : `${path} (${account})`,
    description: null,
  }));
  return [...shown.map((option, index) => (index === 0 ? { ...option, description: asked } : option)), none];
}
