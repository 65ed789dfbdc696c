/** How members of ours are named. What goes wrong with a call or an entry stands in history or the log: no other name is repeated there. */
export const OWN_NAME = /^[a-z0-9_]{1,40}$/;
