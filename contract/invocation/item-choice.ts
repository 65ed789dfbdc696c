/** Ids of `sign_in_options` where a login asks which item of a provider it is to take. */

/** Begins the id of each item. */
export const ITEM_CHOICE = 'item-';
/** None of them: the values are given by hand, in this login. */
export const NO_ITEM = 'item-none';

export const isItemChoice = (id: string): boolean => id.startsWith(ITEM_CHOICE);
