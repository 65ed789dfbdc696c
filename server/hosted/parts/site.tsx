import { splitSite } from '../site-name.js';
import { useStrings } from '../strings/index.js';

/** A host of which the registrable domain stands out. */
export function Host({ domain }: { readonly domain: string }) {
  const { before, site, after } = splitSite(domain);
  return (
    <span class="host" translate={false}>
      {before}
      <strong>{site}</strong>
      {after}
    </span>
  );
}

/** Which site this is about; on every screen in the same place. */
export function Site({ domain, profile }: { readonly domain: string; readonly profile: string }) {
  const strings = useStrings();
  return (
    <div class="site">
      <span class="monogram" aria-hidden="true">
        {splitSite(domain).site.charAt(0).toUpperCase()}
      </span>
      <p>
        <Host domain={domain} />
        <span class="profile">{strings.site.profile(profile)}</span>
      </p>
    </div>
  );
}
