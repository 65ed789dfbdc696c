import type { ProviderItem } from '../../../contract/index.js';
import { plainText } from '../../../contract/plain-text.js';
import type { ItemOverview } from '../../providers/index.js';

/** Enough to tell two accounts apart, and too little to be one: `a***@example.com`. */
function masked(account: string | null): string | null {
  if (account === null || account === '') return null;
  const at = account.lastIndexOf('@');
  const name = at > 0 ? account.slice(0, at) : account;
  return `${[...name][0] ?? ''}***${at > 0 ? account.slice(at) : ''}`;
}

export const showItem = (item: ItemOverview): ProviderItem => ({
  id: item.item_id,
  title: plainText(item.title),
  path: `${plainText(item.vault_name)}/${plainText(item.title)}`,
  vault_id: item.vault_id,
  vault_name: plainText(item.vault_name),
  urls: item.addresses.map(({ url }) => plainText(url)),
  account: masked(item.account),
});
