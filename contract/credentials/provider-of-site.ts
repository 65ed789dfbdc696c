/** A provider without a name is called by its site. */
export const providerOfSite = (site: string): string => site.replaceAll(/[^a-z0-9_-]+/g, '-').slice(0, 64);
